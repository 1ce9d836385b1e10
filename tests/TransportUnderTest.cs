using System.Runtime.CompilerServices;

namespace PostHogProxy.Tests;

/// <summary>The whole suite runs over either transport: POSTHOGPROXY_TRANSPORT names the other one (./test.sh --handler).</summary>
internal static class TransportUnderTest
{
    public static bool IsHandler { get; } = Environment.GetEnvironmentVariable("POSTHOGPROXY_TRANSPORT") == "SocketsHttpHandler";

#pragma warning disable CA2255 // Before any test maps a proxy.
    [ModuleInitializer]
    public static void Choose() => AppContext.SetSwitch("PostHogProxy.UseSocketsHttpHandler", IsHandler);
#pragma warning restore CA2255
}
