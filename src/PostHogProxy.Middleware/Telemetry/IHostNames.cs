using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>What the hosts of one proxy are called, in log and spans.</summary>
internal interface IHostNames
{
    /// <summary>The name of the host alone.</summary>
    string HostOf(Upstream upstream);
}
