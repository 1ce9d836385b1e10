using System.Net;
using Microsoft.AspNetCore.Http;
using PostHogStandIn;

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
        path = path.Replace("{0}", StandInProjects.EuDemo.Token, StringComparison.Ordinal).Replace("{long}", new('a', 512), StringComparison.Ordinal);

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
        { "Vary", "*" },
        { "Vary", "User-Agent" },
        { "Vary", "Accept-Encoding, Referer" },
        { "Vary", "Cookie" },
        { "Content-Encoding", "zstd" },
        { "Content-Encoding", "br" },
        { "Content-Encoding", "gzip, gzip" },
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

        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1", "Accept-Encoding: gzip");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2", "Accept-Encoding: gzip");

        if (name is "Vary" or "Content-Encoding")
        {
            AssertForwarded(shop);
        }
        else
        {
            AssertCostsOneRequestEach(shop);
        }
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
        if (status is 404 or 410)
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
