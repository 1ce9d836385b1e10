using PostHogProxy;

namespace Intranet;

internal static class Measuring
{
    private const string Root = "/m";

    public static void MapMeasuring(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPostHogProxy(Root, PostHogRegion.Us);
        endpoints.MapPostHogProxy(Root + "/shop", PostHogRegion.Us); // planted: PHX1005
        endpoints.MapPostHogProxy("/telemetry", PostHogRegion.Us).RequireHost("admin.intranet.example"); // planted: PHX1002
    }
}
