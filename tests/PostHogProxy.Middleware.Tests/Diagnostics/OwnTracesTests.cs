using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>
/// What an app without the package PostHogProxy.OpenTelemetry writes to keep the proxy out of its own request traces, run with OpenTelemetry itself.
/// </summary>
public sealed class OwnTracesTests
{
    [Fact]
    public async Task The_endpoints_metadata_keeps_the_proxy_out_and_leaves_its_span_and_the_apps_own_requests()
    {
        var ended = new List<Activity>();
        await using (var shop = await OpenAsync(ended))
        {
            foreach (var path in (string[])["/traced-k3fw/e/", "/traced-page"])
            {
                using var response = await shop.Client.PostAsync(path, new StringContent("{}"), TestContext.Current.CancellationToken);
            }
        }

        // The app has stopped, so every span has ended. Requests of other tests are seen too: the source is one for the whole process.
        Assert.Equal(["/traced-page"], ended.Select(span => span.GetTagItem("url.path")).Where(path => path is string text && text.StartsWith("/traced-", StringComparison.Ordinal)));
        Assert.Contains(ended, span => span.Source.Name == "PostHogProxy" && span.Parent?.GetTagItem("url.path") is "/traced-k3fw/e/");
    }

    private static Task<Shop> OpenAsync(List<Activity> ended) => Shop.OpenAsync(
        (app, connect) =>
        {
            app.MapPostHogProxy("/traced-k3fw", PostHogRegion.Eu, connect);
            app.MapPost("/traced-page", () => "the app's own page");
        },
        builder => builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
            .AddInMemoryExporter(ended)
            .AddSource("PostHogProxy")
            .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpResponse = (request, response) =>
            {
                if (response.HttpContext.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is not null)
                {
                    request.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                }
            })));
}
