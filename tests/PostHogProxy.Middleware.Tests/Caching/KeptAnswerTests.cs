using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What serves many visitors, and what each of them sees of it.</summary>
public sealed class KeptAnswerTests
{
    private const string Page = "https://www.shop.example";

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/static/array.js?v=1.449.2")]
    [InlineData("/static/array.js?v=1.449.2&t=1700000000000")]
    [InlineData("/static/1.449.2/surveys.js")]
    [InlineData("/array/{0}/config")]
    [InlineData("/array/{0}/config.js")]
    [InlineData("/array/{0}/array.js")]
    public async Task One_request_to_PostHog_serves_all_visitors(string path)
    {
        await using var shop = await CachingShop.OpenAsync();
        path = path.Replace("{0}", StandInProject.EuDemo.Token, StringComparison.Ordinal);

        var first = await shop.GetAsync(path);
        var second = await shop.GetAsync(path, "User-Agent: another");

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("eu-assets.i.posthog.com", Assert.Single(shop.Asked).Host);
    }

    [Theory]
    [InlineData("", "", "identity")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "gzip", "br, gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("br", "", "br")]
    public async Task The_script_is_byte_for_byte_what_PostHog_sends_in_that_encoding(string accepted, string encoding, string asked)
    {
        await using var shop = await CachingShop.OpenAsync();

        await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: " + accepted);
        var kept = await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: " + accepted);

        Assert.Equal([asked], Assert.Single(shop.Asked).HeaderValues("Accept-Encoding"));
        Assert.Equal(encoding, kept["Content-Encoding"] ?? "");
        Assert.Equal(kept.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), kept["Content-Length"]);
        await using var body = new MemoryStream(kept.Body);
        await using var plain = encoding == "gzip" ? new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress) : (Stream)body;
        var original = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "posthog-js-dist", "array.js"), TestContext.Current.CancellationToken);
        Assert.Equal(SHA256.HashData(original), await SHA256.HashDataAsync(plain, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Each_encoding_is_an_answer_of_its_own_with_its_own_tag()
    {
        await using var shop = await CachingShop.OpenAsync();

        var plain = await shop.GetAsync(CachingShop.Loader);
        var gzip = await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: gzip");
        var other = await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: deflate, gzip;q=0.8");

        Assert.NotEqual(plain["ETag"], gzip["ETag"]);
        Assert.Equal(gzip["ETag"], other["ETag"]);
        Assert.Equal(2, shop.Asked.Count);
        Assert.All([plain, gzip], answer => Assert.Contains("Accept-Encoding", answer["Vary"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Brotli_is_asked_for_where_the_browser_takes_it()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, next) =>
        {
            Assert.Contains("br", context.Request.Headers.AcceptEncoding.ToString(), StringComparison.Ordinal);
            await PostHogNow.Saying("brotli bytes", answer => answer.Response.Headers.ContentEncoding = "br")(context, next);
        });

        await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: gzip, br");
        var kept = await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: br, gzip");

        Assert.Equal("br", kept["Content-Encoding"]);
        Assert.Equal("brotli bytes"u8.ToArray(), kept.Body);
        Assert.Single(shop.Asked);
    }

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/array/{0}/config.js", "https://www.shop.example/")]
    public async Task What_PostHog_is_told_on_behalf_of_all_is_nobodys(string path, params string[] referer)
    {
        await using var shop = await CachingShop.OpenAsync();
        path = path.Replace("{0}", StandInProject.EuDemo.Token, StringComparison.Ordinal);

        await shop.GetAsync(
            path, "Origin: " + Page, "Referer: https://www.shop.example/reset?code=1", "Cookie: session=1", "Authorization: Bearer phx_1", "User-Agent: Ada/1",
            "Accept-Language: de", "If-None-Match: \"x\"", "Range: bytes=0-3", "PostHog-Sdk: x", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        var names = Assert.Single(shop.Asked).Headers.Select(header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal);
        Assert.Equal(["accept", "accept-encoding", "host", "user-agent"], names.Where(name => name != "referer"));
        Assert.Equal(referer, shop.Asked[0].HeaderValues("Referer"));
        Assert.DoesNotContain("Ada/1", shop.Asked[0].HeaderValues("User-Agent"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_what_belongs_to_the_script_reaches_the_browser(bool isKept)
    {
        await using var shop = await CachingShop.OpenAsync();
        if (isKept)
        {
            await shop.GetAsync(CachingShop.Loader);
        }

        var answer = await shop.GetAsync(CachingShop.Loader);

        // Date is the server's own. The stand-in's edge adds Set-Cookie, HSTS, Alt-Svc, NEL, Server, Via and more to everything.
        Assert.Equal(
            ["Accept-Ranges", "Age", "Cache-Control", "Content-Length", "Content-Type", "Date", "ETag", "Last-Modified", "Vary", "X-Content-Type-Options"],
            answer.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
        Assert.Equal("text/javascript; charset=utf-8", answer["Content-Type"]);
        Assert.Equal("public, max-age=300", answer["Cache-Control"]);
    }

    [Fact]
    public async Task A_page_on_another_origin_may_read_it_whoever_asked_first()
    {
        await using var shop = await CachingShop.OpenAsync();

        var same = await shop.GetAsync(CachingShop.Loader);
        var cross = await shop.GetAsync(CachingShop.Loader, "Origin: " + Page);
        var other = await shop.GetAsync(CachingShop.Loader, "Origin: https://other.example");

        Assert.Null(same["Access-Control-Allow-Origin"]);
        Assert.Equal(Page, cross["Access-Control-Allow-Origin"]);
        Assert.Equal("true", cross["Access-Control-Allow-Credentials"]);
        Assert.Equal("https://other.example", other["Access-Control-Allow-Origin"]);
        Assert.All([same, cross, other], answer => Assert.Equal("Accept-Encoding, Origin", answer["Vary"]));
        Assert.Single(shop.Asked);
    }

    // PostHog checks the page's domain against the project's, so what one page gets is not for another.
    [Fact]
    public async Task Remote_config_is_kept_for_each_page_apart()
    {
        await using var shop = await CachingShop.OpenAsync();

        await shop.GetAsync(CachingShop.RemoteConfig);
        await shop.GetAsync(CachingShop.RemoteConfig, "Referer: https://www.shop.example/cart");
        await shop.GetAsync(CachingShop.RemoteConfig, "Referer: https://www.shop.example/checkout?x");
        await shop.GetAsync(CachingShop.RemoteConfig, "Origin: " + Page);
        var other = await shop.GetAsync(CachingShop.RemoteConfig, "Origin: https://other.example");

        Assert.Equal(["", "https://www.shop.example/", "https://other.example/"], shop.Asked.Select(request => request.HeaderValues("Referer").SingleOrDefault() ?? ""));
        Assert.Equal("Origin, Referer, Accept-Encoding", other["Vary"]);
    }

    // A firewall in front of PostHog may refuse what one visitor writes there; that is no word about a script of everybody's.
    [Fact]
    public async Task What_a_visitor_writes_as_the_page_takes_a_script_from_nobody()
    {
        await using var shop = await CachingShop.OpenAsync();
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = (context, next) =>
        {
            context.Response.StatusCode = 403;
            return context.Request.Headers.Referer.Count > 0 ? Task.CompletedTask : Well(context, next);
        };

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        await shop.GetAsync(CachingShop.Loader, "Referer: https://<script>/");
        var asked = shop.Asked.Count;
        var kept = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal(asked, shop.Asked.Count);

        static Task Well(HttpContext context, Func<Task> next)
        {
            context.Response.StatusCode = 200;
            return next();
        }
    }

    [Fact]
    public async Task A_strangers_project_stays_out_also_of_the_cache()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.ProjectTokens.Add(StandInProject.EuDemo.Token));

        var ours = await shop.GetAsync(CachingShop.RemoteConfig);
        var theirs = await shop.GetAsync("/array/phc_stranger/config");

        Assert.Equal(HttpStatusCode.OK, ours.Status);
        Assert.Equal(HttpStatusCode.NotFound, theirs.Status);
        Assert.Single(shop.Asked);
    }

    [Fact]
    public async Task Response_compression_of_the_app_leaves_it_alone()
    {
        await using var shop = await CachingShop.OpenAsync(
            postHog: PostHogNow.Saying(new string('x', 10_000)),
            app: app => app.UseResponseCompression(),
            services: builder => Microsoft.AspNetCore.Builder.ResponseCompressionServicesExtensions.AddResponseCompression(builder.Services));

        await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: gzip, br");
        var kept = await shop.GetAsync(CachingShop.Loader, "Accept-Encoding: gzip, br");

        Assert.Null(kept["Content-Encoding"]);
        Assert.Equal(10_000, kept.Body.Length);
    }

    [Fact]
    public async Task Switched_off_every_request_goes_to_PostHog()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.Enabled = false);

        await shop.GetAsync(CachingShop.Loader);
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(2, shop.Asked.Count);
    }
}
