namespace PostHogProxy.Outbox.Sending;

/// <summary>Pauses that double.</summary>
internal static class Backoff
{
    public static TimeSpan Of(int attempts, TimeSpan first, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Min(attempts, 30));
        return pause < longest ? pause : longest;
    }
}
