using System.Net.Http.Headers;

namespace PostHogProxy.Keeping;

/// <summary>How long PostHog, or an edge in front of it, asks to be left alone: in seconds, or until a date.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Parse(string? header, TimeProvider time)
    {
        if (!RetryConditionHeaderValue.TryParse(header, out var wait))
        {
            return null;
        }

        var pause = wait.Delta ?? wait.Date - time.GetUtcNow();
        return pause > TimeSpan.Zero ? pause : null;
    }
}
