using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Mapping;

/// <summary>
/// Keeps bodies out of the app's HTTP log: they are visitors' events, and a body that is being logged comes through the logger's stream.
/// What else the app logs of a request stays as it is.
/// </summary>
internal static class AppLogging
{
    private const HttpLoggingFields Bodies = HttpLoggingFields.RequestBody | HttpLoggingFields.ResponseBody;

    /// <summary>What to put on the endpoint; null where the app logs no bodies.</summary>
    public static HttpLoggingAttribute? WithoutBodies(IServiceProvider services) =>
        services.GetService<IOptions<HttpLoggingOptions>>()?.Value.LoggingFields is { } fields && (fields & Bodies) != 0
            ? new HttpLoggingAttribute(fields & ~Bodies)
            : null;
}
