namespace PostHogProxy.Telemetry;

/// <summary>What listeners subscribe to. The instrumentation package reads these names; nothing else has them.</summary>
internal static class SourceNames
{
    /// <summary>The meter and the activity source of the proxy.</summary>
    public const string Proxy = "PostHogProxy";

    /// <summary>The meter of the outbox, whichever store it has.</summary>
    public const string Outbox = "PostHogProxy.Outbox";
}
