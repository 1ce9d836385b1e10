using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PostHogProxy.Testing.Tests;

public sealed class SizeLimitTests
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData("/i/v0/e/", 2)]
    [InlineData("/e/", 2)]
    [InlineData("/engage/", 2)]
    [InlineData("/batch", 20)]
    [InlineData("/batch/", 20)]
    [InlineData("/s/", 25)]
    public async Task A_body_of_exactly_the_limit_passes_and_one_byte_more_is_413(string path, int megabytes)
    {
        await using var visitor = await Visitor.ArriveAsync();
        var limit = megabytes * MiB;

        using var atLimit = await visitor.PostAsync(Visitor.Us + path, Packed.EventOfSize(Visitor.UsToken, limit), "application/json");
        using var over = await visitor.PostAsync(Visitor.Us + path, Packed.EventOfSize(Visitor.UsToken, limit + 1), "application/json");

        Assert.Equal(HttpStatusCode.OK, atLimit.StatusCode);
        Assert.Equal(limit, visitor.Server.Journal.Requests[0].BodyBytes);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, over.StatusCode);
        Assert.Equal("payload_too_large", (await Visitor.JsonAsync(over)).GetProperty("code").GetString());
        Assert.Single(visitor.Server.Journal.Events);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_body_without_a_length_is_cut_off_at_the_limit(string version)
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Visitor.Us + "/i/v0/e/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(new MemoryStream(Packed.EventOfSize(Visitor.UsToken, (2 * MiB) + 1))),
        };
        request.Headers.TransferEncodingChunked = version == "1.1";
        request.Content.Headers.ContentLength = null;

        using var response = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Over_HTTP_1_a_body_over_the_limit_is_413_too()
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Visitor.Us + "/i/v0/e/")
        {
            Content = new ByteArrayContent(Packed.EventOfSize(Visitor.UsToken, (2 * MiB) + 1)),
        };

        using var response = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("HTTP/1.1", visitor.Last.Protocol);
    }

    [Fact]
    public async Task A_body_over_64_MB_when_decompressed_is_413()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var bomb = Packed.Gzip(new byte[(64 * MiB) + 1]);
        Assert.True(bomb.Length < 2 * MiB);

        using var response = await visitor.PostAsync(Visitor.Us + "/i/v0/e/", bomb, "text/plain");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("body over 64 MB when decompressed", visitor.Last.Outcome);
    }

    [Fact]
    public async Task The_limit_is_on_the_wire_so_a_compressed_event_may_be_larger()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var packed = Packed.Gzip(Packed.EventOfSize(Visitor.UsToken, 5 * MiB));

        using var response = await visitor.PostAsync(Visitor.Us + "/i/v0/e/", packed, "text/plain");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(packed)), visitor.Last.BodySha256);
        Assert.Equal(packed.Length, visitor.Last.BodyBytes);
    }

    [Fact]
    public async Task The_journal_hashes_the_wire_bytes_of_a_refused_body_too()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/nowhere", "hello");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("hello"))), visitor.Last.BodySha256);
    }
}
