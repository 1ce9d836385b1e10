using static PostHogProxy.Middleware.Tests.Caching.AskedFor;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>An answer that is not for all, by its own account, goes the way it always went, every time.</summary>
public sealed class NotKeptTests
{
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
}
