namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>
/// What a browser hears that has it already: RFC 9111, section 4.3.2, and RFC 9110, sections 13 and 8.8. Each row is an answer, a request and the
/// status from the cache.
/// </summary>
public sealed class ConditionRuleTests(RuleShop rules) : IClassFixture<RuleShop>
{
    private const string Day = "Date: Thu, 02 Jan 2025 10:00:00 GMT|";
    private const string Changed = Day + "Last-Modified: Wed, 01 Jan 2025 10:00:00 GMT|";

    [Theory]

    // Tags: weak and strong count the same, in one line or several, with commas inside.
    [InlineData("ETag: W/\"a\"", "If-None-Match: W/\"a\"", 304)]
    [InlineData("ETag: W/\"a\"", "If-None-Match: \"a\"", 304)]
    [InlineData("ETag: \"a\"", "If-None-Match: \"b\"|If-None-Match: \"a\"", 304)]
    [InlineData("ETag: \"a\"", "If-None-Match: \"b\"|If-None-Match: \"c\"", 200)]
    [InlineData("ETag: \"a,b\"", "If-None-Match: \"a,b\"", 304)]
    [InlineData("ETag: \"a,b\"", "If-None-Match: \"x\", \"a,b\"", 304)]
    [InlineData("ETag: \"a,b\"", "If-None-Match: \"a\", \"b\"", 200)]
    [InlineData("ETag: \"\"", "If-None-Match: \"\"", 304)]
    [InlineData("ETag: \"*\"", "If-None-Match: \"*\"", 304)]
    [InlineData("ETag: \"a\"", "If-None-Match: \"*\"", 200)]
    [InlineData("ETag: \"a\"", "If-None-Match: ,, \"a\"", 304)]
    [InlineData("ETag: \"a\"", "If-None-Match: \"A\"", 200)]
    [InlineData("ETag: \"a\"", "If-None-Match: 'a'", 200)]
    [InlineData("ETag: \"a\"", "If-None-Match: \"a", 200)]

    // Times, where no tag is asked by: any form, and only a time.
    [InlineData(Changed, "If-Modified-Since: Wed, 01 Jan 2025 10:00:00 GMT", 304)]
    [InlineData(Changed, "If-Modified-Since: Wed, 01 Jan 2025 10:00:01 GMT", 304)]
    [InlineData(Changed, "If-Modified-Since: Wed, 01 Jan 2025 09:59:59 GMT", 200)]
    [InlineData(Changed, "If-Modified-Since: Wednesday, 01-Jan-25 10:00:00 GMT", 304)]
    [InlineData(Changed, "If-Modified-Since: Wed Jan  1 10:00:00 2025", 304)]
    [InlineData(Changed, "If-Modified-Since: Fri, 01 Jan 2100 10:00:00 GMT", 304)]
    [InlineData(Changed, "If-Modified-Since: 2025-01-01T10:00:00Z", 200)]
    [InlineData(Changed, "If-Modified-Since: Wed, 01 Jan 2025 10:00:00", 200)]
    [InlineData(Changed, "If-Modified-Since: Wed, 01 Jan 2025 10:00:00 GMT, Wed, 01 Jan 2025 10:00:00 GMT", 200)]
    [InlineData(Day + "Last-Modified: yesterday", "If-Modified-Since: yesterday", 200)]
    [InlineData(Day + "Last-Modified: yesterday", "If-Modified-Since: Wed, 01 Jan 2099 10:00:00 GMT", 200)]

    // What has no time is as old as the answer.
    [InlineData(Day, "If-Modified-Since: Thu, 02 Jan 2025 10:00:00 GMT", 304)]
    [InlineData(Day, "If-Modified-Since: Thu, 02 Jan 2025 09:59:59 GMT", 200)]

    // The tag wins over the time.
    [InlineData(Changed + "ETag: \"a\"", "If-None-Match: \"b\"|If-Modified-Since: Thu, 02 Jan 2025 10:00:00 GMT", 200)]
    [InlineData(Changed + "ETag: \"a\"", "If-None-Match: \"a\"|If-Modified-Since: Tue, 31 Dec 2024 10:00:00 GMT", 304)]

    // Conditions for the origin are none for a cache.
    [InlineData("ETag: \"a\"", "If-Match: \"b\"", 200)]
    [InlineData(Changed, "If-Unmodified-Since: Tue, 31 Dec 2024 10:00:00 GMT", 200)]

    // A part only of the very same version: a strong tag, or a time that a second change cannot hide behind.
    [InlineData("ETag: \"a\"", "Range: bytes=0-1|If-Range: \"a\"", 206)]
    [InlineData("ETag: \"a\"", "Range: bytes=0-1|If-Range: \"b\"", 200)]
    [InlineData("ETag: W/\"a\"", "Range: bytes=0-1|If-Range: W/\"a\"", 200)]
    [InlineData("ETag: W/\"a\"", "Range: bytes=0-1|If-Range: \"a\"", 200)]
    [InlineData("ETag: \"a\"", "Range: bytes=0-1|If-Range: \"a\", \"b\"", 200)]
    [InlineData("ETag: \"a\"", "Range: bytes=0-1|If-Range: *", 200)]
    [InlineData(Changed, "Range: bytes=0-1|If-Range: Wed, 01 Jan 2025 10:00:00 GMT", 206)]
    [InlineData(Changed, "Range: bytes=0-1|If-Range: Wed, 01 Jan 2025 10:00:01 GMT", 200)]
    [InlineData(Changed, "Range: bytes=0-1|If-Range: Thu, 02 Jan 2025 10:00:00 GMT", 200)]
    [InlineData(Day + "Last-Modified: Thu, 02 Jan 2025 10:00:00 GMT", "Range: bytes=0-1|If-Range: Thu, 02 Jan 2025 10:00:00 GMT", 200)]
    [InlineData(Day + "Last-Modified: Thu, 02 Jan 2025 09:59:59 GMT", "Range: bytes=0-1|If-Range: Thu, 02 Jan 2025 09:59:59 GMT", 206)]
    [InlineData(Day + "Last-Modified: yesterday", "Range: bytes=0-1|If-Range: yesterday", 200)]
    [InlineData("ETag: \"a\"", "Range: BYTES=0-1", 206)]
    [InlineData("ETag: \"a\"", "Range: bytes= 0-1", 206)]
    [InlineData("ETag: \"a\"", "Range: bytes=0-1|Range: bytes=3-4", 200)]
    [InlineData("ETag: \"a\"", "Range: bytes=0-1|If-None-Match: \"b\"", 206)]
    [InlineData("ETag: \"a\"", "Range: bytes=-0", 416)]
    [InlineData("ETag: \"a\"", "Range: bytes=99-", 416)]
    public async Task A_browser_is_told_what_it_asks(string headers, string request, int status)
    {
        var path = rules.NewScript("Cache-Control: max-age=100000|" + headers);
        await rules.Shop.GetAsync(path);

        var answer = await rules.Shop.GetAsync(path, request.Split('|'));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status switch { 200 => "version 1", 206 => "ve", _ => "" }, RuleShop.Text(answer));
        Assert.Equal("max-age=100000", answer["Cache-Control"]);
        Assert.Single(rules.Shop.Asked, asked => asked.Path == path);
    }
}
