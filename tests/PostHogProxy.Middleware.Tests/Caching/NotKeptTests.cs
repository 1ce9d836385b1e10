using System.Net;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What is not for all, or not whole, goes the way it always went, every time.</summary>
public sealed class NotKeptTests
{
    [Theory]
    [InlineData("GET", "/static/array.js?x=1")]
    [InlineData("GET", "/static/array.js?v=1&x=1")]
    [InlineData("GET", "/static/array.js?v=%20")]
    [InlineData("GET", "/static/array.js?v")]
    [InlineData("GET", "/static/array.js?")]
    [InlineData("GET", "/static/array.js?v=1&")]
    [InlineData("GET", "/static/array.js?V=1")]
    [InlineData("GET", "/array/{0}/config?_=1700000000000")]
    [InlineData("GET", "/static/{long}.js")]
    [InlineData("OPTIONS", "/static/array.js")]
    [InlineData("GET", "/api/surveys/?token={0}")]
    [InlineData("GET", "/flags/?v=2")]
    [InlineData("GET", "/site_app/1/x/hash/")]
    public async Task Such_a_request_passes_the_cache_by(string method, string path)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", context => context.Response.Headers.CacheControl = "public, max-age=300"));
        path = path.Replace("{0}", StandInProject.EuDemo.Token, StringComparison.Ordinal).Replace("{long}", new('a', 512), StringComparison.Ordinal);

        await shop.SendAsync(method, path, "User-Agent: Ada/1");
        await shop.SendAsync(method, path, "User-Agent: Ada/1");

        Assert.Equal(["Ada/1", "Ada/1"], shop.Asked.Select(request => request.HeaderValues("User-Agent").Single()));
    }

    [Fact]
    public async Task A_page_with_an_endless_name_passes_the_cache_by()
    {
        await using var shop = await CachingShop.OpenAsync();

        await shop.GetAsync(CachingShop.RemoteConfig, "User-Agent: Ada/1", $"Referer: https://{new string('a', 301)}.example/");

        Assert.Equal(["Ada/1"], shop.Asked.Select(request => request.HeaderValues("User-Agent").Single()));
    }

    [Fact]
    public async Task A_request_with_a_body_passes_the_cache_by()
    {
        await using var shop = await CachingShop.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw" + CachingShop.Loader) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("User-Agent", "Ada/1");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["Ada/1"], shop.Asked.Select(asked => asked.HeaderValues("User-Agent").Single()));
    }

    public static TheoryData<string, string> Headers => new()
    {
        { "Cache-Control", "no-store" },
        { "Cache-Control", "private, max-age=300" },
        { "Cache-Control", "no-cache" },
        { "Cache-Control", "no-cache=\"Set-Cookie\", max-age=300" },
        { "Cache-Control", "max-age=0" },
        { "Cache-Control", "s-maxage=0, max-age=300" },
        { "Cache-Control", "max-age=300 public ;" },
        { "Expires", "0" },
        { "Expires", "Thu, 01 Jan 2015 00:00:00 GMT" },
        { "Age", "301" },
        { "Vary", "Cookie" },
        { "Vary", "Accept-Encoding, Authorization, X-Made-Up" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task An_answer_that_says_so_is_not_kept(string name, string value)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", context =>
        {
            context.Response.Headers.CacheControl = name is "Expires" ? default : "public, max-age=300";
            context.Response.Headers[name] = value;
        }));

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1", "Accept-Encoding: gzip");
        var second = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2", "Accept-Encoding: gzip");

        Assert.Equal("script"u8.ToArray(), first.Body);
        Assert.StartsWith(second[name]!, first[name], StringComparison.Ordinal);
        AssertCostsOneRequestEach(shop);
    }

    // What the visitor's own request could bring is for that request to bring.
    [Theory]
    [InlineData("Vary", "*")]
    [InlineData("Vary", "User-Agent")]
    [InlineData("Vary", "Accept-Encoding, Referer")]
    [InlineData("Vary", "Cookie, accept-language")]
    [InlineData("Vary", "PostHog-Sdk")]
    [InlineData("Vary", "X-Forwarded-For")]
    [InlineData("Content-Encoding", "zstd")]
    [InlineData("Content-Encoding", "br")]
    [InlineData("Content-Encoding", "gzip, gzip")]
    public async Task An_answer_that_depends_on_the_visitor_is_each_visitors_own(string name, string value)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            context.Response.Headers[name] = value;
        }));

        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1", "Accept-Encoding: gzip");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2", "Accept-Encoding: gzip");

        AssertForwarded(shop);
    }

    // A page of somebody's is none for the team's origin, whatever its status.
    [Fact]
    public async Task A_refusal_that_is_a_page_goes_without_its_body()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("<html>", context =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "text/html";
        }));

        var answer = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Empty(answer.Body);
        Assert.Null(answer["Content-Type"]);
        Assert.Single(shop.Asked);
    }

    // Conditions and ranges are permitted to be answered with the whole (RFC 9110, 13.2.1 and 14.2).
    [Theory]
    [InlineData("GET", "Range: bytes=0-1", 404, "gone!")]
    [InlineData("GET", "If-None-Match: *", 404, "gone!")]
    [InlineData("HEAD", "User-Agent: Ada/1", 404, "")]
    [InlineData("GET", "If-None-Match: \"a\"", 200, "gone!")]
    [InlineData("GET", "Range: bytes=0-1", 200, "gone!")]
    [InlineData("HEAD", "Range: bytes=0-1", 200, "")]
    public async Task What_is_none_to_keep_is_answered_whole(string method, string header, int status, string body)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("gone!", context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.ETag = "\"a\"";
        }));

        var answer = await shop.SendAsync(method, CachingShop.Loader, header);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(body, System.Text.Encoding.ASCII.GetString(answer.Body));
        Assert.Equal("no-store", answer["Cache-Control"]);
        Assert.Single(shop.Asked);
    }

    // It may have changed since, and it is nobody else's.
    [Fact]
    public async Task What_is_none_to_keep_is_given_once_also_where_it_comes_in_place_of_what_was_kept()
    {
        var version = 0;
        await using var shop = await CachingShop.OpenAsync(postHog: (context, next) => PostHogNow.Saying(
            $"version {++version}", answer => answer.Response.Headers.CacheControl = version == 1 ? "max-age=100" : "private")(context, next));
        await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(101));
        var second = await shop.GetAsync(CachingShop.Loader);
        var third = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("version 2", System.Text.Encoding.ASCII.GetString(second.Body));
        Assert.Equal("version 3", System.Text.Encoding.ASCII.GetString(third.Body));
        Assert.Equal(3, version);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(410)]
    [InlineData(401)]
    [InlineData(204)]
    [InlineData(203)]
    [InlineData(206)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Another_status_than_200_is_passed_on_and_not_kept(int status)
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.IngestOrigin = options.AssetsOrigin = new("https://eu-assets.i.posthog.com"),
            PostHogNow.Saying("", context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            context.Response.StatusCode = status;
            context.Response.ContentLength = status == 204 ? null : 0;
        }));

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        var second = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");
        shop.PostHog.Answers = null;
        var well = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/3");

        Assert.Equal([status, status, 200], new[] { first, second, well }.Select(answer => (int)answer.Status));
        if (status is 203 or 404 or 410)
        {
            AssertCostsOneRequestEach(shop, "Ada/3");
        }
        else
        {
            AssertForwarded(shop, "Ada/3");
        }
    }

    [Fact]
    public async Task What_is_too_large_goes_through_whole_every_time()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.MaximumEntryBytes = 100_000);

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        var second = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        Assert.Equal(379_782, first.Body.Length);
        Assert.Equal(379_782, second.Body.Length);
        AssertCostsOneRequestEach(shop);
    }

    // An answer takes some room beside its body.
    [Fact]
    public async Task What_has_no_room_is_not_fetched_for_the_cache_each_time()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.MaximumBytes = 100_000, PostHogNow.Saying(new string('x', 99_000)));

        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        AssertCostsOneRequestEach(shop);
    }

    [Fact]
    public async Task What_turns_out_too_large_only_on_the_way_goes_through_too()
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.AssetCache.MaximumEntryBytes = 100_000,
            async (context, _) =>
            {
                context.Response.ContentType = "text/javascript";
                for (var piece = 0; piece < 30; piece++)
                {
                    await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
                }
            });

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        Assert.Equal(300_000, first.Body.Length);
        AssertCostsOneRequestEach(shop);
    }

    [Fact]
    public async Task Half_a_script_is_never_kept_and_never_given()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, _) =>
        {
            context.Response.ContentType = "text/javascript";
            context.Response.Headers.CacheControl = "public, max-age=300";
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });

        var broken = await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = null;
        shop.Clock.Move(TimeSpan.FromMilliseconds(1));
        var whole = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.BadGateway, broken.Status);
        Assert.Equal(379_782, whole.Body.Length);
    }

    // The first visitor gets what was asked on behalf of all, so that it costs one request. From then on each asks for itself.
    private static void AssertCostsOneRequestEach(CachingShop shop, params string[] more) =>
        Assert.Equal(["PostHogProxy-Cache", "Ada/2", .. more], Agents(shop));

    // What may be different for each visitor is asked for in each one's name, from the first on.
    private static void AssertForwarded(CachingShop shop, params string[] more)
    {
        var agents = Agents(shop);
        Assert.Equal(["Ada/1", "Ada/2", .. more], agents.Where(agent => agent != "PostHogProxy-Cache"));
        Assert.Single(agents, agent => agent == "PostHogProxy-Cache");
    }

    private static List<string> Agents(CachingShop shop) => [.. shop.Asked.Select(request => request.HeaderValues("User-Agent").Single())];
}
