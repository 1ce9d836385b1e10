using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What the app is hosted in and behind.</summary>
internal static class HostingRows
{
    public static IEnumerable<AppConfiguration> All =>
    [
        new("host filtering")
        {
            Services = services => services.AddHostFiltering(hosts => hosts.AllowedHosts = ["shop.example"]),
            Pipeline = app => app.UseHostFiltering(),
        },
        new("forwarded headers")
        {
            Services = services => services.Configure<ForwardedHeadersOptions>(forwarded =>
                forwarded.ForwardedHeaders = ForwardedHeaders.All),
            Pipeline = app => app.UseForwardedHeaders(),
            IsBehindTls = true,
        },
        new("method override")
        {
            Pipeline = app => app.UseHttpMethodOverride(),
        },
        new("localization that names its language")
        {
            Services = services => services.AddLocalization(),
            Pipeline = app => app.UseRequestLocalization(languages =>
            {
                languages.SupportedCultures = [CultureInfo.InvariantCulture];
                languages.ApplyCurrentCultureToResponseHeaders = true;
            }),
            OwnHeaders = ["Content-Language"],
        },
        new("a test server in place of Kestrel")
        {
            IsUnderTestServer = true,
        },
        new("a test server, compression both ways and a path base")
        {
            Services = services => services.AddRequestDecompression().AddResponseCompression(),
            Pipeline = app =>
            {
                app.UsePathBase("/shop");
                app.UseRequestDecompression().UseResponseCompression();
            },
            Prefix = "/shop/k3fw",
            IsUnderTestServer = true,
        },
        new("everything a template puts in, at once")
        {
            Services = services =>
            {
                services.AddResponseCompression().AddRequestDecompression().AddResponseCaching().AddProblemDetails()
                    .AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(SdkRequest.Origin)))
                    .AddOutputCache(cache => cache.AddBasePolicy(policy => policy.Cache()))
                    .AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(1) })
                    .AddAntiforgery().AddAuthentication("cookies").AddCookie("cookies");
                services.AddAuthorization(authorization => authorization.FallbackPolicy = authorization.DefaultPolicy);
            },
            Pipeline = app => app.UseExceptionHandler().UseStatusCodePages().UseResponseCompression().UseRequestDecompression()
                .UseRouting().UseCors().UseRequestTimeouts().UseAuthentication().UseAuthorization().UseAntiforgery()
                .UseOutputCache().UseResponseCaching(),
        },
    ];
}
