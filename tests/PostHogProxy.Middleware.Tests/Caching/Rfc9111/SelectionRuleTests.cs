namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>Which kept answer is one to a request: RFC 9111, sections 4.1 and 5.2.1, and RFC 9110, section 12.5.3.</summary>
public sealed class SelectionRuleTests(RuleShop rules) : IClassFixture<RuleShop>
{
    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip", "Accept-Encoding: gzip", true)]
    [InlineData("Vary: accept-ENCODING", "Accept-Encoding: gzip, deflate", "Accept-Encoding: deflate;q=0.5,gzip", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip", "Accept-Encoding: br", false)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip", "Accept-Encoding: gzip;q=0", false)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip;q=0", "", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip;q=0.000;x=1", "", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip;x=1;Q=0", "", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip;q=0.001", "Accept-Encoding: gzip", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: x-gzip", "Accept-Encoding: gzip", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: gzip", "Accept-Encoding: GZIP", true)]
    [InlineData("Vary: Accept-Encoding", "Accept-Encoding: identity", "", true)]
    [InlineData("Vary: Origin", "Origin: https://a.example", "Origin: https://b.example", true)]
    [InlineData("Vary: Accept-Encoding, Origin", "Accept-Encoding: gzip", "Accept-Encoding: gzip", true)]
    [InlineData("Vary: Accept-Encoding|Vary: Origin", "Accept-Encoding: gzip", "Accept-Encoding: gzip", true)]
    [InlineData("Vary: , ,Accept-Encoding,", "Accept-Encoding: gzip", "Accept-Encoding: gzip", true)]
    [InlineData("Vary: *", "", "", false)]
    [InlineData("Vary: Accept-Encoding, *", "", "", false)]
    [InlineData("Vary: Accept-Encoding|Vary: *", "", "", false)]
    [InlineData("Vary: Accept", "Accept: a/b", "Accept: a/b", false)]
    [InlineData("Vary: Accept-Language", "", "", false)]
    [InlineData("Vary: Accept-Encoding, Accept-Language", "", "", false)]
    [InlineData("Vary: Accept-Encoding|Vary: User-Agent", "", "", false)]
    [InlineData("Vary: Cookie", "", "", false)]
    [InlineData("Vary: Referer", "", "", false)]
    [InlineData("Vary: Accept-Encodings", "", "", false)]

    // What a request says of its own wishes is advice (5.2.1): a reload must not take the way past the cache.
    [InlineData("", "", "Cache-Control: no-cache", true)]
    [InlineData("", "", "Cache-Control: no-store", true)]
    [InlineData("", "", "Cache-Control: max-age=0", true)]
    [InlineData("", "", "Cache-Control: min-fresh=1000000", true)]
    [InlineData("", "", "Cache-Control: only-if-cached", true)]
    [InlineData("", "", "Pragma: no-cache", true)]
    [InlineData("", "Cache-Control: no-store", "", true)]

    // These never reach PostHog for what is kept, so that no answer is one to them alone.
    [InlineData("", "Authorization: Bearer x", "", true)]
    [InlineData("", "Cookie: a=b", "Cookie: c=d", true)]
    public async Task A_kept_answer_is_given_to_whom_it_answers(string headers, string first, string second, bool isReused)
    {
        var path = rules.NewScript("Cache-Control: max-age=1000|" + headers);

        await rules.Shop.GetAsync(path, Lines(first));
        var answer = await rules.Shop.GetAsync(path, Lines(second));

        Assert.Equal(isReused ? "version 1" : "version 2", RuleShop.Text(answer)[..9].Replace("version 3", "version 2", StringComparison.Ordinal));
    }

    // A number of its own for each path, query and case, as it is written.
    [Theory]
    [InlineData("?v=1", "?v=2")]
    [InlineData("?v=1", "")]
    [InlineData("?v=1", "?t=1")]
    [InlineData("?v=1&t=2", "?t=2&v=1")]
    [InlineData("?v=a", "?v=A")]
    [InlineData("/a", "/A")]
    public async Task Another_target_is_another_answer(string one, string other)
    {
        var path = rules.NewScript("Cache-Control: max-age=1000");

        await rules.Shop.GetAsync(path + one);

        Assert.Equal("version 2", RuleShop.Text(await rules.Shop.GetAsync(path + other)));
    }

    // HEAD is answered from what GET has brought, and the other way round (4).
    [Theory]
    [InlineData("GET", "HEAD")]
    [InlineData("HEAD", "GET")]
    [InlineData("HEAD", "HEAD")]
    public async Task HEAD_and_GET_are_of_one_answer(string first, string second)
    {
        var path = rules.NewScript("Cache-Control: max-age=1000");

        await rules.Shop.SendAsync(first, path);
        var answer = await rules.Shop.SendAsync(second, path);

        Assert.Equal("9", answer["Content-Length"]);
        Assert.Equal(second == "GET" ? "version 1" : "", RuleShop.Text(answer));
        Assert.Single(rules.Shop.Asked, request => request.Path == path);
    }

    // A part is cut out of the whole, which is what is asked for and kept (RFC 9110, 14.2).
    [Fact]
    public async Task A_range_brings_the_whole_for_the_next()
    {
        var path = rules.NewScript("Cache-Control: max-age=1000");

        var part = await rules.Shop.GetAsync(path, "Range: bytes=0-6");
        var whole = await rules.Shop.GetAsync(path);

        Assert.Equal(("version", "bytes 0-6/9"), (RuleShop.Text(part), part["Content-Range"]));
        Assert.Equal("version 1", RuleShop.Text(whole));
        Assert.Empty(Assert.Single(rules.Shop.Asked, request => request.Path == path).HeaderValues("Range"));
    }

    private static string[] Lines(string headers) => headers.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
