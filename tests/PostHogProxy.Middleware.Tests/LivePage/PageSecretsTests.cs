using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Keeping;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>What neither page nor stream says of a visitor.</summary>
public sealed class PageSecretsTests
{
    private const string Secret = "Zx7Qw9Secret";

    [Fact]
    public async Task Outside_Development_no_event_has_a_name()
    {
        await using var shop = await PagedShop.OpenAsync("Production", static app => app.MapPostHogProxyPage().RequireAuthorization());
        await using var stream = await ReadStream.OpenAsync(shop, user: "ada");
        await stream.NextAsync();
        using var sent = await shop.EventAsync("checkout completed");

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) > 0);
        Assert.Equal(JsonValueKind.Null, moment.GetProperty("exchanges")[0].GetProperty("events").ValueKind);
        Assert.DoesNotContain("checkout completed", string.Join('\n', stream.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_byte_of_page_or_stream_has_a_secret_of_a_visitor()
    {
        await using var shop = await PagedShop.OpenAsync(
            services: static builder => builder.Services.AddSingleton<IOutboxView>(new FakeOutbox()),
            postHog: new StandInOptions
            {
                Intercept = static (context, _) =>
                {
                    context.Response.StatusCode = context.Request.Path.Value!.Contains("fail", StringComparison.Ordinal) ? 500 : 200;
                    context.Response.Headers["X-Answer"] = Secret;
                    context.Response.ContentType = "application/json";
                    return context.Response.WriteAsync($$"""{"answer":"{{Secret}}"}""");
                },
            });
        await using var stream = await ReadStream.OpenAsync(shop);
        await stream.NextAsync();
        string[] targets =
        [
            $"/k3fw/e/?token={PagedShop.Token}&ip={Secret}", $"/k3fw/flags/?v=2&token={Secret}", $"/k3fw/static/{Secret}.js", $"/k3fw/array/{Secret}/config.js",
            $"/k3fw/{Secret}/unknown?x={Secret}", $"/k3fw/fail/{Secret}", $"/k3fw/api/projects/{Secret}", $"/k3fw/s/?compression=gzip-js&{Secret}=1", $"/k3fw/e/?data={Secret}",
        ];
        foreach (var target in targets)
        {
            using var sent = await shop.EventAsync("seen", target, static request =>
            {
                request.Headers.Add("Cookie", "session=" + Secret);
                request.Headers.Add("Authorization", "Bearer phx_" + Secret);
                request.Headers.Add("X-Forwarded-For", "203.0.113.77");
                request.Headers.Add("User-Agent", Secret);
                request.Headers.Add("Referer", "https://shop.example/" + Secret);
                request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            });
        }

        // The proof of the region names the team's own token, shortened.
        var moment = await stream.UntilAsync(moment => ReadStream.Count(moment) >= targets.Length && moment.GetProperty("proxies")[0].GetProperty("proof").GetString() is not "pending");
        Assert.Contains(PagedShop.Token[..8], moment.GetProperty("proxies")[0].GetProperty("proofText").GetString(), StringComparison.Ordinal);
        using var page = await shop.GetAsync("/posthog-proxy");
        var all = string.Join('\n', stream.Lines) + await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var secret in new[] { Secret, PagedShop.Token, "203.0.113.77", "4bf92f3577b34da6a3ce929d0e0e4736", "unknown?x", "session=" })
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        }
    }
}
