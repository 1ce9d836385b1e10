using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The health check <c>posthog-outbox</c>: degraded where something waits long, where there is little room, or where nothing can be kept.</summary>
internal sealed class OutboxHealthCheck(OutboxState state, IOptions<PostHogOutboxOptions> options, TimeProvider time) : IHealthCheck
{
    private const double NearlyFull = 0.8;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var content = state.Content;
        var data = new Dictionary<string, object>
        {
            ["entries"] = content.Entries,
            ["bytes"] = content.Bytes,
            ["dead"] = content.Dead,
        };
        var words = Words(content);
        return Task.FromResult(words is null
            ? HealthCheckResult.Healthy($"{content.Entries} PostHog request(s) wait.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, words, data: data));
    }

    private string? Words(Stores.OutboxContent content)
    {
        if (state.Problem is { } problem)
        {
            return $"The PostHog outbox can't keep requests. {problem}.";
        }

        if (content.Bytes > options.Value.MaxBytes * NearlyFull)
        {
            return $"The PostHog outbox is {content.Bytes * 100 / options.Value.MaxBytes} % full. Raise PostHogProxy:Outbox:MaxBytes, or see why PostHog takes nothing.";
        }

        return content.Oldest is { } oldest && time.GetUtcNow().UtcDateTime - oldest > Long
            ? $"{content.Entries} PostHog request(s) wait, the oldest since {oldest:u}. PostHog can't be reached, or refuses them for now."
            : state.Salvaged;
    }
}
