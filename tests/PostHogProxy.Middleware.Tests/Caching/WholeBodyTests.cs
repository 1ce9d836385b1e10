using System.Net;
using PostHogProxy.Caching;
using PostHogProxy.Forwarding;

namespace PostHogProxy.Middleware.Tests.Caching;

public sealed class WholeBodyTests
{
    [Theory]
    [InlineData("2.0", "5", false, 5)]
    [InlineData("2.0", null, false, 5)]
    [InlineData("1.1", "5", false, 5)]
    [InlineData("1.1", null, true, 5)]
    [InlineData("1.1", "9", true, 5)]
    public async Task A_body_is_kept_that_is_whole(string version, string? length, bool isChunked, int expected) =>
        Assert.Equal(expected, (await ReadAsync(version, length, isChunked))!.Length);

    // It ends with the connection, and so does an accident.
    [Fact]
    public async Task One_without_any_length_is_not_kept() => Assert.Null(await ReadAsync("1.1", length: null, isChunked: false));

    [Theory]
    [InlineData("2.0", "6")]
    [InlineData("2.0", "4")]
    [InlineData("2.0", "-5")]
    [InlineData("2.0", "5, 6")]
    [InlineData("1.1", "5, 5")]
    public async Task One_that_is_not_as_long_as_it_says_is_a_failure(string version, string length) =>
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(version, length, isChunked: false));

    [Theory]
    [InlineData("5")]
    [InlineData(null)]
    public async Task One_that_is_too_large_is_not_kept(string? length) => Assert.Null(await ReadAsync("2.0", length, isChunked: false, maximum: 4));

    private static async Task<byte[]?> ReadAsync(string version, string? length, bool isChunked, long maximum = 100)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK) { Version = new Version(version), Content = new Unmeasured() };
        response.Headers.TransferEncodingChunked = isChunked ? true : null;
        if (length is not null)
        {
            foreach (var value in length.Split(", "))
            {
                response.Content.Headers.TryAddWithoutValidation("Content-Length", value);
            }
        }

        using var patience = Patience.Begin(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return await WholeBody.ReadAsync(response, maximum, patience);
    }

    private sealed class Unmeasured : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync("abcde"u8.ToArray()).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
