using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class HeaderTests
{
    [Fact]
    public async Task A_gzip_event_arrives_whole_and_nothing_of_the_visitors_secrets_with_it()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));
        var body = Gzip(JsonSerializer.Serialize(new
        {
            api_key = StandInProject.EuDemo.Token,
            batch = new[] { new { @event = "order placed", uuid = "0193a5c0-0000-7000-8000-000000000001", distinct_id = "ada", properties = new { } } },
        }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/k3fw/e/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
        foreach (var (name, value) in Forbidden)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Equal("order placed", Assert.Single(shop.PostHog.Journal.Events).Event);
        Assert.Equal(body.Length, seen.BodyBytes);
        foreach (var (name, _) in Forbidden)
        {
            if (name != "X-Forwarded-For")
            {
                Assert.Empty(seen.HeaderValues(name));
            }
        }

        Assert.Equal("127.0.0.1", Assert.Single(seen.HeaderValues("X-Forwarded-For")));
        Assert.Equal("text/plain", Assert.Single(seen.HeaderValues("Content-Type")));
    }

    // The list of the facts, typed again.
    private static readonly (string Name, string Value)[] Forbidden =
    [
        ("Cookie", "session=secret"), ("Authorization", "Bearer secret"), ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-Host", "shop.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "for=6.6.6.6"), ("X-Real-IP", "6.6.6.6"),
        ("True-Client-IP", "6.6.6.6"), ("CF-Connecting-IP", "6.6.6.6"), ("CF-Ray", "x"), ("Fly-Client-IP", "6.6.6.6"),
        ("Fastly-Client-IP", "6.6.6.6"), ("X-Azure-ClientIP", "6.6.6.6"), ("X-ARR-SSL", "x"), ("X-Original-Host", "x"),
        ("X-MS-CLIENT-PRINCIPAL", "x"), ("X-PostHog-Client-IP", "6.6.6.6"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("tracestate", "a=b"), ("baggage", "user=ada"), ("X-CSRF-Token", "x"), ("RequestVerificationToken", "x"),
        ("Proxy-Authorization", "Basic x"), ("X-Made-Up-Tomorrow", "x"),
    ];

    [Fact]
    public async Task What_PostHog_needs_is_kept_and_the_referer_is_trimmed_to_its_origin()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));
        (string Name, string Value)[] kept =
        [
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"), ("Accept", "*/*"), ("Accept-Encoding", "gzip, br"), ("Accept-Language", "de, en;q=0.5"),
            ("Origin", "https://shop.example"), ("If-None-Match", "\"abc\""), ("X-Conversations-Token", "conv"), ("PostHog-Sdk", "web/1"),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw/api/surveys/?token=" + StandInProject.EuDemo.Token);
        foreach (var (name, value) in kept)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Referer", "https://shop.example/reset?code=secret");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var seen = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.All(kept, header => Assert.Equal(header.Value, Assert.Single(seen.HeaderValues(header.Name))));
        Assert.Equal("https://shop.example/", Assert.Single(seen.HeaderValues("Referer")));
    }

    [Fact]
    public async Task A_header_named_in_Connection_stays_here()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), assetCache: false);

        await RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js", "Connection: PostHog-Secret\r\nPostHog-Secret: x\r\nPostHog-Sdk: y\r\n");

        var seen = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Empty(seen.HeaderValues("PostHog-Secret"));
        Assert.Equal("y", Assert.Single(seen.HeaderValues("PostHog-Sdk")));
    }

    [Theory]
    [InlineData("/k3fw/static/array.js", 200)]
    [InlineData("/k3fw/static/missing.js", 403)]
    [InlineData("/k3fw/unknown/path", 502)]
    public async Task PostHogs_own_cookies_policies_and_location_never_reach_the_browser(string path, int status)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        using var response = await shop.Client.GetAsync(path, TestContext.Current.CancellationToken);

        string[] forbidden =
            ["Set-Cookie", "Strict-Transport-Security", "Server", "Location", "Via", "Alt-Svc", "NEL", "Report-To", "cf-ray", "Content-Security-Policy-Report-Only"];
        Assert.All(forbidden, name => Assert.False(response.Headers.NonValidated.Contains(name), name));
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 200)
        {
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
        else
        {
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_user_agent_with_an_umlaut_costs_no_event()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), assetCache: false);

        var status = await RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js", "User-Agent: M\u00c3\u00bcller/1.0\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", status, StringComparison.Ordinal);
        Assert.Equal("M\u00fcller/1.0", Assert.Single(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("User-Agent")));
    }

    [Theory]
    [InlineData("/array/{0}/config", "application/json", "public, max-age=300", "Origin, Referer, Accept-Encoding")]
    [InlineData("/static/array.js", "text/javascript; charset=utf-8", "public, max-age=300", "Accept-Encoding, Origin")]
    public async Task What_says_how_long_an_answer_holds_reaches_the_browser(string path, string type, string cacheControl, string vary)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        using var response = await shop.Client.GetAsync(
            "/k3fw" + path.Replace("{0}", StandInProject.EuDemo.Token, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith(type, response.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        Assert.Equal(cacheControl, response.Headers.CacheControl?.ToString());
        Assert.Equal(vary, string.Join(", ", response.Headers.Vary));
        if (path.StartsWith("/static", StringComparison.Ordinal))
        {
            Assert.NotNull(response.Headers.ETag);
            Assert.NotNull(response.Content.Headers.LastModified);
        }
    }

    [Fact]
    public async Task An_event_that_says_how_it_is_encoded_goes_on_saying_so()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));
        using var content = new ByteArrayContent(Gzip("{}"));
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await shop.Client.PostAsync("/k3fw/e/", content, TestContext.Current.CancellationToken);

        Assert.Equal("gzip", Assert.Single(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("Content-Encoding")));
    }

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
