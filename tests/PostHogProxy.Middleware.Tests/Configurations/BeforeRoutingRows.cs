using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>Middleware that runs before routing has found the proxy's endpoint, so that nothing on the endpoint can hold it back.</summary>
internal static class BeforeRoutingRows
{
    public static IEnumerable<AppConfiguration> All =>
    [
        Row("response compression", services => services.AddResponseCompression(), app => app.UseResponseCompression()),
        Row("request decompression", services => services.AddRequestDecompression(), app => app.UseRequestDecompression()),
        Row("response caching", services => services.AddResponseCaching(), app => app.UseResponseCaching()),
        Row(
            "an exception handler that executes again",
            _ => { },
            app =>
            {
                app.UseExceptionHandler("/error");
                app.MapGet("/error", () => "the app's own page");
            }),
        Row(
            "status code pages that execute again",
            _ => { },
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/error/{0}");
                app.Map("/error/{status}", (string status) => "the app's own page: " + status);
            }),
        Row(
            "a CORS policy for its pages",
            services => services.AddCors(cors => cors.AddPolicy("pages", policy => policy.WithOrigins(SdkRequest.Origin).AllowCredentials())),
            app => app.UseCors("pages")),
        Row("antiforgery", services => services.AddAntiforgery(), app => app.UseAntiforgery()),
        Row(
            "HTTP logging with bodies",
            services => services
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new ListLogger()))
                .AddHttpLogging(logging => logging.LoggingFields = HttpLoggingFields.All),
            app => app.UseHttpLogging()),
        Row(
            "a rate limiter for everybody that rejects with 503",
            services => services.AddRateLimiter(limits =>
            {
                limits.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
                limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
                    RateLimitPartition.GetConcurrencyLimiter("all", _ => new() { PermitLimit = 100 }));
            }),
            app => app.UseRateLimiter()),
        Row(
            "bodies that are buffered, read and left at their end",
            _ => { },
            app => app.Use(async (context, next) =>
            {
                context.Request.EnableBuffering();
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                await next(context);
            })),
    ];

    private static AppConfiguration Row(string name, Action<IServiceCollection> services, Action<WebApplication> early) => new(name + ", before routing")
    {
        Services = services,
        Pipeline = app =>
        {
            early(app);
            app.UseRouting();
        },
    };
}
