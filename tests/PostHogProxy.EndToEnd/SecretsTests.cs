using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd;

public sealed class SecretsTests
{
    private static readonly string[] NotForPostHog =
        ["Cookie", "Authorization", "traceparent", "tracestate", "baggage", "X-Real-IP", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto"];

    private static readonly string[] NotForTheBrowser =
        ["set-cookie", "strict-transport-security", "alt-svc", "nel", "report-to", "via", "cf-ray", "content-security-policy-report-only"];

    [Fact]
    public async Task Nothing_upstream_carries_what_is_the_visitors_and_the_shops()
    {
        await using var visit = await Visit.PrepareAsync();

        // Every request of the browser carries these, as behind a login, a tracing front end and a forged address.
        await visit.Page.SetExtraHTTPHeadersAsync(new Dictionary<string, string>
        {
            ["Authorization"] = "Bearer the-shops-own",
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ["X-Forwarded-For"] = "203.0.113.9",
        });
        var library = visit.Page.WaitForRequestAsync(request => request.Url.EndsWith("/ingest-x1/static/array.js", StringComparison.Ordinal));
        var flags = visit.Page.WaitForRequestAsync(request => request.Url.Contains("/ingest-x1/flags/", StringComparison.Ordinal));
        await visit.Page.GotoAsync(visit.Address + "?reset_token=keep-me-here");
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("oak-stool");
        await visit.EventAsync("added to basket");
        await visit.EventAsync("$snapshot");

        var sent = await (await flags).AllHeadersAsync();
        Assert.Contains("cart=", sent["cookie"], StringComparison.Ordinal);
        Assert.Contains("the-shops-own", sent["authorization"], StringComparison.Ordinal);
        Assert.Contains("keep-me-here", (await (await library).AllHeadersAsync())["referer"], StringComparison.Ordinal);

        Assert.All(visit.Journal.Requests, request =>
        {
            Assert.Equal(Visit.IsAsset(request) ? [] : ["127.0.0.1"], request.HeaderValues("X-Forwarded-For"));
            Assert.Empty(request.Headers.Select(row => row.Key).Intersect(NotForPostHog, StringComparer.OrdinalIgnoreCase));
            Assert.DoesNotContain(request.Headers, row => row.Value.Contains("keep-me-here", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Nothing_of_posthog_coms_own_reaches_the_browser()
    {
        await using var visit = await Visit.PrepareAsync();
        var answers = new List<IResponse>();
        visit.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/ingest-x1/", StringComparison.Ordinal))
            {
                answers.Add(response);
            }
        };
        await visit.OpenAsync();
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("oak-stool");
        await visit.EventAsync("$snapshot");

        Assert.NotEmpty(answers);
        foreach (var answer in answers.ToArray())
        {
            var names = (await answer.HeadersArrayAsync()).Select(header => header.Name.ToLowerInvariant()).ToList();
            Assert.Empty(names.Intersect(NotForTheBrowser));
            Assert.Contains("x-content-type-options", names);
        }

        var cookies = await visit.Page.Context.CookiesAsync();
        Assert.Empty(cookies.Select(cookie => cookie.Name).Except(["cart", "currency", "ph_phc_StandInDemoEu000000000000000000000000000000_posthog"]));
    }
}
