using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>An app's own endpoints beside a proxy: what the log says of them, and what of a page's requests reaches PostHog.</summary>
internal sealed record RouteOrderCase(string? Example = null, string? Cure = null)
{
    public const string Own = "the app's own";

    private const string Warning = "Warning 36:";

    public Action<WebApplication>? Pipeline { get; init; }

    public Action<WebApplication>? Map { get; init; }

    public Action<WebApplication, Action<PostHogProxyOptions>> Proxy { get; init; } =
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);

    public string Prefix { get; init; } = "/k3fw";

    public string? Host { get; init; }

    public static List<string> Warnings(ListLogger log) => log.Lines.FindAll(line => line.StartsWith(Warning, StringComparison.Ordinal));

    public static Task<Shop> OpenAsync(RouteOrderCase given, ListLogger log) => Shop.OpenAsync(
        (app, connect) =>
        {
            given.Pipeline?.Invoke(app);
            given.Map?.Invoke(app);
            given.Proxy(app, connect);
        },
        builder => builder.Logging.AddProvider(log),
        assetCache: false);

    /// <summary>How many of a page's three requests reach PostHog.</summary>
    public static async Task<int> SendAsync(Shop shop, RouteOrderCase given)
    {
        foreach (var (method, path) in new[] { ("POST", "/e/"), ("GET", "/static/array.js"), ("GET", $"/array/{StandInProject.EuDemo.Token}/config.js") })
        {
            using var request = new HttpRequestMessage(new(method), given.Prefix + path);
            request.Headers.Host = given.Host;
            if (method == "POST")
            {
                request.Content = new StringContent("{}", new MediaTypeHeaderValue("text/plain"));
            }

            using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        return shop.Forwarded.Count;
    }
}
