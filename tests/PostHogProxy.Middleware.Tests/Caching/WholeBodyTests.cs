using System.Buffers;
using System.Net;
using System.Text;
using CsCheck;
using PostHogProxy.Caching;
using PostHogProxy.Responses;

namespace PostHogProxy.Middleware.Tests.Caching;

public sealed class WholeBodyTests
{
    [Theory]
    [InlineData("2.0", "5", false)]
    [InlineData("2.0", null, false)]
    [InlineData("1.1", "5", false)]
    [InlineData("1.1", null, true)]
    [InlineData("1.1", "9", true)]
    public async Task A_body_is_kept_that_is_whole(string version, string? length, bool isChunked)
    {
        var (verdict, body) = await ReadAsync(version, length, isChunked);

        Assert.Equal((BodyVerdict.Whole, "abcde"), (verdict, body));
    }

    // It ends with the connection, and so does an accident.
    [Fact]
    public async Task One_without_any_length_is_not_kept() =>
        Assert.Equal(BodyVerdict.TooLarge, (await ReadAsync("1.1", length: null, isChunked: false)).Verdict);

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
    public async Task One_that_is_too_large_is_not_kept(string? length) =>
        Assert.Equal(BodyVerdict.TooLarge, (await ReadAsync("2.0", length, isChunked: false, maximum: 4)).Verdict);

    [Theory]
    [InlineData("5")]
    [InlineData(null)]
    public async Task One_of_just_the_largest_size_is_kept(string? length) =>
        Assert.Equal((BodyVerdict.Whole, "abcde"), await ReadAsync("2.0", length, isChunked: false, maximum: 5));

    [Theory]
    [InlineData("100000")]
    [InlineData(null)]
    public async Task One_that_finds_no_room_is_not_kept(string? length)
    {
        var memory = Memory(70_000);

        var (verdict, begun) = await ReadAsync("2.0", length, isChunked: false, maximum: 200_000, body: new('x', 100_000), memory);

        Assert.Equal(BodyVerdict.NoRoom, verdict);
        Assert.True(begun.Length < 70_000);
        Assert.Equal(0, memory.Bytes);
    }

    // With a length, and with none: the pieces grow, and the last is cut to what came.
    [Fact]
    public Task Any_body_comes_back_byte_for_byte() =>
        Gen.Select(Gen.Int[0, 300_000], Gen.Bool, Gen.Int[1, 100_000]).SampleAsync(async (size, isDeclared, portion) =>
        {
            var body = new string([.. Enumerable.Range(0, size).Select(at => (char)('a' + (at % 23)))]);

            var (verdict, read) = await ReadAsync("2.0", isDeclared ? $"{size}" : null, isChunked: false, 300_000, body, Memory(1_000_000), portion);

            Assert.Equal(BodyVerdict.Whole, verdict);
            Assert.Equal(body, read);
        }, iter: 200);

    private static AssetMemory Memory(long bytes) => new(new() { MaximumBytes = bytes }, TimeProvider.System);

    private static async Task<(BodyVerdict Verdict, string Body)> ReadAsync(
        string version, string? length, bool isChunked, long maximum = 100, string body = "abcde", AssetMemory? memory = null, int portion = 1000)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Version = new Version(version),
            Content = new StreamContent(new Portions(Encoding.ASCII.GetBytes(body), portion)),
        };
        response.Headers.TransferEncodingChunked = isChunked ? true : null;
        if (length is not null)
        {
            foreach (var value in length.Split(", "))
            {
                response.Content.Headers.TryAddWithoutValidation("Content-Length", value);
            }
        }

        using var patience = Patience.Begin(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var room = new AssetRoom(memory ?? Memory(1_000_000), "key", isEverybodys: true);
        var pieces = new BodyPieces();
        var verdict = await WholeBody.ReadAsync(response, pieces, maximum, room, patience);
        return (verdict, Encoding.ASCII.GetString(pieces.ToSequence().ToArray()));
    }

    /// <summary>A body that comes in portions, as over a network; it does not know its length.</summary>
    private sealed class Portions(byte[] bytes, int portion) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, portion)], cancellationToken);
    }
}
