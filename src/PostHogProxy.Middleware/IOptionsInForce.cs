namespace PostHogProxy;

/// <summary>The options of one proxy, for everybody who follows them. Who reads and reloads them is no affair of theirs.</summary>
internal interface IOptionsInForce
{
    /// <summary>What the proxy was mapped with; paths and hosts are of it for as long as the app runs.</summary>
    PostHogProxyOptions Initial { get; }

    /// <summary>What holds now, after the last change of the configuration.</summary>
    PostHogProxyOptions Current { get; }
}
