using PostHogProxy.Admission.Visitors;
using PostHogProxy.Caching;
using PostHogProxy.Forwarding;
using PostHogProxy.Forwarding.Transports;
using PostHogProxy.Health;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Mapping;

/// <summary>What a page may ask of a mapped proxy. It stands on the proxy's endpoint; while no page is mapped, nobody reads it.</summary>
/// <param name="Options">Its options.</param>
/// <param name="Origins">Its hosts.</param>
/// <param name="Transport">What carries requests to them.</param>
/// <param name="Verification">Asks PostHog.</param>
/// <param name="OldClients">What visitors use.</param>
/// <param name="Cache">Its scripts; null where it keeps none.</param>
/// <param name="Exchanges">Where every exchange ends.</param>
internal sealed record ProxyView(
    IOptionsInForce Options,
    UpstreamOrigins Origins,
    ChosenTransport Transport,
    ProxyVerification Verification,
    OldClients OldClients,
    AssetCache? Cache,
    ExchangeLog Exchanges)
{
    public override string ToString() => "PostHog proxy";
}
