using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class ResponseContractTests
{
    [Theory]
    [InlineData("/e/", 301, "")]
    [InlineData("/e/", 302, "")]
    [InlineData("/e/", 307, "")]
    [InlineData("/static/array.js", 302, "")]
    [InlineData("/array/x/config.js", 200, "text/html")]
    [InlineData("/static/array.js", 200, "TEXT/HTML; charset=utf-8")]
    [InlineData("/e/", 200, "text/html")]
    [InlineData("/api/surveys/", 200, "image/svg+xml")]
    [InlineData("/static/x.svg", 200, "image/svg+xml")]
    [InlineData("/static/x", 200, "application/xhtml+xml")]
    public async Task A_redirect_or_a_page_is_a_502_without_a_body(string path, int status, string type)
    {
        await using var shop = await OpenAsync(status, type);

        using var response = await SendAsync(shop, path);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData("/e/", 400)]
    [InlineData("/e/", 401)]
    [InlineData("/e/", 413)]
    [InlineData("/e/", 429)]
    [InlineData("/e/", 503)]
    [InlineData("/flags/?v=2", 402)]
    [InlineData("/static/array.js", 404)]
    public async Task PostHogs_own_status_passes_with_its_Retry_After(string path, int status)
    {
        await using var shop = await OpenAsync(status, "application/json");

        using var response = await SendAsync(shop, path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("7", Assert.Single(response.Headers.GetValues("Retry-After")));
        Assert.Null(response.Headers.Location);
        Assert.Equal("<>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/e/", 429, "text/html")]
    [InlineData("/static/array.js", 404, "application/xml")]
    public async Task An_error_page_keeps_its_status_and_loses_its_body(string path, int status, string type)
    {
        await using var shop = await OpenAsync(status, type);

        using var response = await SendAsync(shop, path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_304_passes()
    {
        await using var shop = await OpenAsync(304, "");

        using var response = await SendAsync(shop, "/static/array.js");

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    private static Task<Shop> OpenAsync(int status, string type) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
        postHog: new StandInOptions
        {
            Intercept = (context, _) =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "https://eu.posthog.com/login";
                context.Response.Headers.RetryAfter = "7";
                context.Response.ContentType = type.Length == 0 ? null : type;
                return status == 304 ? Task.CompletedTask : context.Response.WriteAsync("<>", context.RequestAborted);
            },
        });

    private static Task<HttpResponseMessage> SendAsync(Shop shop, string path) =>
        path.StartsWith("/e", StringComparison.Ordinal) || path.StartsWith("/flags", StringComparison.Ordinal)
            ? shop.Client.PostAsync("/k3fw" + path, new StringContent("{}"), TestContext.Current.CancellationToken)
            : shop.Client.GetAsync("/k3fw" + path, TestContext.Current.CancellationToken);
}
