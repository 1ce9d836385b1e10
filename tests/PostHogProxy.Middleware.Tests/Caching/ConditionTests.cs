using System.Net;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>Conditions, HEAD and ranges of RFC 9110, answered from one kept answer of 26 letters.</summary>
public sealed class ConditionTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Tag = "\"letters\"";
    private const string Changed = "Wed, 01 Jan 2025 10:00:00 GMT";

    [Theory]
    [InlineData("If-None-Match: \"letters\"", 304)]
    [InlineData("If-None-Match: W/\"letters\"", 304)]
    [InlineData("If-None-Match: \"a\", \"letters\"", 304)]
    [InlineData("If-None-Match: \"a\",W/\"letters\" , \"b\"", 304)]
    [InlineData("If-None-Match: *", 304)]
    [InlineData("If-None-Match: \"a\", \"b\"", 200)]
    [InlineData("If-None-Match: letters", 200)]
    [InlineData("If-None-Match: \"letter\"", 200)]
    [InlineData("If-Modified-Since: Wed, 01 Jan 2025 10:00:00 GMT", 304)]
    [InlineData("If-Modified-Since: Thu, 02 Jan 2025 10:00:00 GMT", 304)]
    [InlineData("If-Modified-Since: Tue, 31 Dec 2024 10:00:00 GMT", 200)]
    [InlineData("If-Modified-Since: yesterday", 200)]
    [InlineData("If-None-Match: \"other\"|If-Modified-Since: Thu, 02 Jan 2025 10:00:00 GMT", 200)]
    [InlineData("If-None-Match: \"letters\"|Range: bytes=0-3", 304)]
    public async Task A_browser_that_has_it_is_told_so(string headers, int status)
    {
        await using var shop = await OpenAsync();

        var answer = await shop.GetAsync(CachingShop.Loader, headers.Split('|'));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 304 ? "" : Letters, Encoding.ASCII.GetString(answer.Body));
        Assert.Equal(Tag, answer["ETag"]);
        Assert.Equal("public, max-age=300", answer["Cache-Control"]);
        Assert.Equal("0", answer["Age"]);
        Assert.Equal(status == 304 ? null : "text/javascript", answer["Content-Type"]);
        Assert.Single(shop.Asked);
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would()
    {
        await using var shop = await OpenAsync();

        var head = await shop.SendAsync("HEAD", CachingShop.Loader, "Range: bytes=0-3");
        var get = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.Empty(head.Body);
        Assert.Equal(get.Headers.Where(header => header.Key != "Date"), head.Headers.Where(header => header.Key != "Date"));
        Assert.Equal("26", head["Content-Length"]);
        Assert.Single(shop.Asked);
    }

    [Theory]
    [InlineData("bytes=0-3", 206, "abcd", "bytes 0-3/26")]
    [InlineData("bytes=23-", 206, "xyz", "bytes 23-25/26")]
    [InlineData("bytes=-2", 206, "yz", "bytes 24-25/26")]
    [InlineData("bytes=-99", 206, Letters, "bytes 0-25/26")]
    [InlineData("bytes=20-99", 206, "uvwxyz", "bytes 20-25/26")]
    [InlineData("bytes=26-", 416, "", "bytes */26")]
    [InlineData("bytes=-0", 416, "", "bytes */26")]
    [InlineData("bytes=9999999999-", 416, "", "bytes */26")]
    [InlineData("bytes=0-1,4-5", 200, Letters, null)]
    [InlineData("bytes=3-1", 200, Letters, null)]
    [InlineData("letters=0-1", 200, Letters, null)]
    [InlineData("bytes=0-99999999999999999999", 200, Letters, null)]
    [InlineData("nonsense", 200, Letters, null)]
    public async Task One_range_is_cut_out_and_anything_else_is_the_whole(string range, int status, string body, string? contentRange)
    {
        await using var shop = await OpenAsync();

        var answer = await shop.GetAsync(CachingShop.Loader, "Range: " + range);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(body, Encoding.ASCII.GetString(answer.Body));
        Assert.Equal(contentRange, answer["Content-Range"]);
        Assert.Equal(Tag, answer["ETag"]);
        Assert.Single(shop.Asked);
    }

    [Theory]
    [InlineData("\"letters\"", 206)]
    [InlineData("W/\"letters\"", 200)]
    [InlineData("\"other\"", 200)]
    [InlineData("Wed, 01 Jan 2025 10:00:00 GMT", 206)]
    [InlineData("Thu, 02 Jan 2025 10:00:00 GMT", 200)]
    public async Task A_part_is_not_added_to_another_version(string condition, int status)
    {
        await using var shop = await OpenAsync();

        var answer = await shop.GetAsync(CachingShop.Loader, "Range: bytes=0-3", "If-Range: " + condition);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 206 ? "abcd" : Letters, Encoding.ASCII.GetString(answer.Body));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_script_without_a_tag_gets_one_that_is_kept_to(bool isWrong)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying(Letters, context => context.Response.Headers.ETag = isWrong ? "letters" : default));

        var first = await shop.GetAsync(CachingShop.Loader);
        var second = await shop.GetAsync(CachingShop.Loader, "If-None-Match: " + first["ETag"]);

        Assert.Matches("^\"[0-9a-f]{32}\"$", first["ETag"]);
        Assert.Equal(HttpStatusCode.NotModified, second.Status);
    }

    private static async Task<CachingShop> OpenAsync()
    {
        var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying(Letters, context =>
        {
            var headers = context.Response.Headers;
            (headers.CacheControl, headers.ETag, headers.LastModified) = ("public, max-age=300", Tag, Changed);
        }));
        await shop.GetAsync(CachingShop.Loader);
        return shop;
    }
}
