using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What looks on, and must only look.</summary>
internal static class ObservingRows
{
    public static IEnumerable<AppConfiguration> All =>
    [
        new("HTTP logging with bodies")
        {
            Services = services =>
            {
                Listen(services);
                services.AddHttpLogging(logging =>
                {
                    logging.LoggingFields = HttpLoggingFields.All;
                    logging.RequestBodyLogLimit = logging.ResponseBodyLogLimit = 64;
                });
            },
            Pipeline = app => app.UseHttpLogging(),
        },
        new("HTTP logging with bodies, inside response compression and request decompression")
        {
            Services = services =>
            {
                Listen(services);
                services.AddResponseCompression().AddRequestDecompression()
                    .AddHttpLogging(logging => logging.LoggingFields = HttpLoggingFields.All);
            },
            Pipeline = app => app.UseResponseCompression().UseRequestDecompression().UseHttpLogging(),
        },
        new("W3C logging")
        {
            Services = services => services.AddW3CLogging(logging =>
            {
                logging.LoggingFields = W3CLoggingFields.All;
                logging.LogDirectory = Path.Combine(AppContext.BaseDirectory, "w3c");
            }),
            Pipeline = app => app.UseW3CLogging(),
        },
        new("metrics, tracing and health checks of its own")
        {
            Services = services =>
            {
                Listen(services);
                services.AddMetrics().AddHealthChecks();
            },
            Pipeline = app => app.MapHealthChecks("/health"),
        },
    ];

    // A logger that nobody listens to would leave the bodies alone.
    private static void Listen(IServiceCollection services) =>
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLogger()));
}
