using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>What is wrong with an outbox, and the cure. The health check and the page say it in the same words.</summary>
internal static class OutboxWords
{
    private const double NearlyFull = 0.8;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    /// <summary>Null while all is well.</summary>
    public static string? Of(OutboxState state, OutboxContent content, PostHogOutboxOptions options, TimeProvider time)
    {
        if (state.Problem is { } problem)
        {
            return $"The PostHog outbox can't keep requests. {problem}.";
        }

        if (content.Bytes > options.MaxBytes * NearlyFull)
        {
            return $"The PostHog outbox is {content.Bytes * 100 / options.MaxBytes} % full. Raise PostHogProxy:Outbox:MaxBytes, or see why PostHog takes nothing.";
        }

        return content.Oldest is { } oldest && time.GetUtcNow().UtcDateTime - oldest > Long
            ? $"{content.Entries} PostHog request(s) wait, the oldest since {oldest:u}. PostHog can't be reached, or refuses them for now."
            : state.Salvaged;
    }
}
