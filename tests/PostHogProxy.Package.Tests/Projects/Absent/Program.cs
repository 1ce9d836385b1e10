// The analyzers are there, what they judge is not: the package's assemblies are left out of the compilation.
var app = WebApplication.CreateBuilder(args).Build();
app.MapPostHogProxy("/tracking/events");
app.Run();

internal static class OwnExtensions
{
    public static void MapPostHogProxy(this IEndpointRouteBuilder endpoints, string path) => endpoints.MapGet(path, () => "not that proxy");
}
