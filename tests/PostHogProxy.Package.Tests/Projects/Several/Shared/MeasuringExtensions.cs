using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PostHogProxy;

namespace Several.Shared;

public static class MeasuringExtensions
{
    // Where it is mapped, and in which region, every app says for itself.
    public static IEndpointConventionBuilder MapMeasuring(this IEndpointRouteBuilder endpoints, string path, PostHogRegion region) =>
        endpoints.MapPostHogProxy(path, region, options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
}
