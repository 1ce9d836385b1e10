using System.Net;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Recipes;

/// <summary>The recipes of docs/operations.md for what stands in front of the app and beside it.</summary>
public sealed class OperationsRecipeTests
{
    private const string Page = "docs/operations.md";

    // The page's 10.0.0.0/8 is where the load balancer is; here it is on this machine.
    [Theory]
    [InlineData("Every visitor is in one city", "192.0.2.66, 203.0.113.9", "203.0.113.9")]
    [InlineData("Two load balancers in front", "192.0.2.66, 203.0.113.9, 198.51.100.2", "203.0.113.9")]
    [InlineData("Every visitor is in one city", "192.0.2.66, 203.0.113.9, 198.51.100.2", "198.51.100.2")]
    public async Task The_visitors_address_is_read_behind_load_balancers(string heading, string header, string expected)
    {
        var recipe = CompiledRecipe.Program(DocsPage.Block(Page, heading, "csharp").Replace("10.0.0.0/8", "127.0.0.0/8", StringComparison.Ordinal));
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = recipe(builder);
        app.UseRouting();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = postHog.ConnectFrom;
            options.AssetCache.Enabled = false;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        await RawHttp.SendAsync(new Uri(app.Urls.Single()).Port, "/k3fw/static/array.js", $"X-Forwarded-For: {header}\r\n");

        Assert.Equal(expected, Assert.Single(Assert.Single(postHog.Journal.Requests).HeaderValues("X-Forwarded-For")));
    }

    [Fact]
    public async Task A_rate_limiter_rejects_with_what_posthog_js_sends_again()
    {
        await using var app = await RecipeApp.StartAsync(
            builder =>
            {
                builder.Services.Configure<RateLimiterOptions>(limits => limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                    _ => RateLimitPartition.GetFixedWindowLimiter("all", _ => new() { PermitLimit = 1, Window = TimeSpan.FromHours(1) })));
                return CompiledRecipe.Program(DocsPage.Block(Page, "A rate limiter loses events", "csharp"))(builder);
            },
            then: app =>
            {
                app.UseRateLimiter();
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
            });
        Assert.Null(await app.OffAsync());

        using var rejected = await app.Client.PostAsync(new Uri("/k3fw/e/", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (rejected.StatusCode, rejected.Headers.RetryAfter?.ToString()));
    }

    [Fact]
    public async Task An_order_below_that_of_another_endpoint_gets_the_events_back()
    {
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(DocsPage.Block(Page, "Another endpoint takes the events", "csharp")),
            then: app => app.Map("/{**all}", () => "the app").WithOrder(-1));

        await app.OffAsync();

        Assert.Equal(["https://eu.i.posthog.com/e/"], app.Asked);
    }

    // The SDK takes nothing but these two keys; the build's rules say what a wrong one does (PHX3001 to PHX3003).
    [Fact]
    public void A_server_SDK_beside_the_proxy_has_PostHogs_own_address_and_the_proxys_region()
    {
        var settings = JsonDocument.Parse("{" + DocsPage.Block(Page, "A server SDK beside the proxy", "json") + "}").RootElement;

        Assert.Equal(["ProjectToken", "HostUrl"], settings.GetProperty("PostHog").EnumerateObject().Select(each => each.Name));
        Assert.Equal("https://eu.i.posthog.com", settings.GetProperty("PostHog").GetProperty("HostUrl").GetString());
        Assert.Equal("Eu", settings.GetProperty("PostHogProxy").GetProperty("Region").GetString());
    }
}
