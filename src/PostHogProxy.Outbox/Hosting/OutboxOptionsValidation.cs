using Microsoft.Extensions.Options;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>What must hold before the app starts. Each problem names the setting, its value and the cure.</summary>
internal sealed class OutboxOptionsValidation : IValidateOptions<PostHogOutboxOptions>
{
    private const string Section = "PostHogProxy:Outbox:";

    public ValidateOptionsResult Validate(string? name, PostHogOutboxOptions options)
    {
        var problems = new List<string>();
        void Check(bool holds, string setting, object value, string cure)
        {
            if (!holds)
            {
                problems.Add($"{Section}{setting} is {value}. {cure}");
            }
        }

        Check(Enum.IsDefined(options.Mode), nameof(options.Mode), options.Mode, "Use Off, OnFailure or WriteAhead.");
        Check((options.Include & ~PostHogOutboxContent.All) == 0, nameof(options.Include), options.Include, "Combine Events, Replay and Logs.");
        Check(options.MaxBytes >= 1 << 20, nameof(options.MaxBytes), options.MaxBytes, "Give it 1 MiB (1048576) or more.");
        Check(options.MaxReplayShare is >= 0 and <= 1, nameof(options.MaxReplayShare), options.MaxReplayShare, "Give it a number from 0 to 1.");
        Check(options.MaxEntryBytes is >= 1024 and <= 64 << 20, nameof(options.MaxEntryBytes), options.MaxEntryBytes, "Give it 1 KiB (1024) to 64 MiB (67108864).");
        Check(options.MaxEntryBytes <= options.MaxBytes || options.MaxBytes < 1 << 20, nameof(options.MaxEntryBytes), options.MaxEntryBytes, $"It is more than MaxBytes ({options.MaxBytes}): no such request would ever fit.");
        Check(options.MaxAge > TimeSpan.Zero && options.MaxAge <= TimeSpan.FromDays(7), nameof(options.MaxAge), options.MaxAge, "Give it more than zero and at most 7 days: PostHog drops older recordings.");
        Check(options.MinFreeDisk >= 0, nameof(options.MinFreeDisk), options.MinFreeDisk, "Give it zero bytes or more.");
        Check(options.AttemptTimeout > TimeSpan.Zero && options.AttemptTimeout <= TimeSpan.FromSeconds(60), nameof(options.AttemptTimeout), options.AttemptTimeout, "Give it at most 60 seconds: posthog-js waits no longer.");
        Check(options.MaxConcurrency is >= 1 and <= 64, nameof(options.MaxConcurrency), options.MaxConcurrency, "Give it 1 to 64.");
        Check(options.MaxAttempts is >= 1 and <= 1000, nameof(options.MaxAttempts), options.MaxAttempts, "Give it 1 to 1000.");
        Check(options.DeadLetterMaxBytes >= 0, nameof(options.DeadLetterMaxBytes), options.DeadLetterMaxBytes, "Give it zero bytes or more.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
