using System.Buffers;
using CsCheck;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Caching;
using PostHogProxy.Middleware.Tests.Hosting;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What goes to the shared cache comes back the same, or not at all.</summary>
public sealed class AssetSerializerTests
{
    private const int Largest = 1000;

    private static readonly SetClock Clock = new();

    // Without the letters of html, xml and svg: now and then one of them came about, which is none to keep.
    private static readonly Gen<string> Text = Gen.String[Gen.Char[' ', '~'].Where(c => c is not ('l' or 'L' or 'g' or 'G')), 1, 20];

    private static readonly AssetSerializer Serializer = new(Largest, Clock);

    [Fact]
    public void An_answer_comes_back_as_it_was() => Gen.Select(Gen.Byte.Array[0, Largest], Text, Gen.Bool, Gen.Int[0, 31_536_000]).Sample((body, text, flag, seconds) =>
    {
        var asset = Asset(body, "text/javascript; " + text, text, flag, seconds);

        var back = Serializer.Deserialize<FusionCacheDistributedEntry<CachedAsset>>(Serializer.Serialize(Entry(asset)))!;

        Assert.Equal(asset.Key, back.Value.Key);
        Assert.Equal(asset.Headers, back.Value.Headers);
        Assert.Equal(asset.Terms, back.Value.Terms);
        Assert.Equal(asset.MadeAt, back.Value.MadeAt);
        Assert.Equal(body, back.Value.Body.ToArray());
        Assert.Equal((7, 8, (long?)2024, (byte?)2), (back.Timestamp, back.LogicalExpirationTimestamp, back.Metadata!.Size, back.Metadata.Priority));
    });

    [Fact]
    public void A_value_with_one_byte_changed_is_none()
    {
        var whole = Serializer.Serialize(Entry(Asset([1, 2, 3])));
        for (var at = 0; at < whole.Length; at++)
        {
            var garbled = whole.ToArray();
            garbled[at] ^= 0x20;
            Assert.ThrowsAny<InvalidDataException>(() => Serializer.Deserialize<FusionCacheDistributedEntry<CachedAsset>>(garbled));
            Assert.ThrowsAny<InvalidDataException>(() => Serializer.Deserialize<FusionCacheDistributedEntry<CachedAsset>>(whole[..at]));
        }
    }

    // All of them with a right digest, as somebody would write them who knows how.
    [Theory]
    [InlineData("a page")]
    [InlineData("an SVG image")]
    [InlineData("a header with a line break")]
    [InlineData("no tag")]
    [InlineData("too large")]
    [InlineData("made tomorrow")]
    [InlineData("for ever")]
    public void A_value_that_PostHog_cannot_have_given_is_none(string what)
    {
        var asset = what switch
        {
            "a page" => Asset([1], "text/html"),
            "an SVG image" => Asset([1], "image/svg+xml"),
            "a header with a line break" => Asset([1], "text/javascript\r\nSet-Cookie: a=b"),
            "no tag" => Asset([1], tag: ""),
            "too large" => Asset(new byte[Largest + 1]),
            "made tomorrow" => Asset([1], madeAt: Clock.GetUtcNow() + TimeSpan.FromDays(1)),
            _ => Asset([1], seconds: 100_000_000),
        };

        Assert.Throws<InvalidDataException>(() => Serializer.Deserialize<FusionCacheDistributedEntry<CachedAsset>>(Serializer.Serialize(Entry(asset))));
    }

    private static FusionCacheDistributedEntry<CachedAsset> Entry(CachedAsset asset) =>
        new(asset, 7, 8, tags: null, new FusionCacheEntryMetadata(isStale: false, null, null, null, 2024, 2));

    private static CachedAsset Asset(
        byte[] body, string type = "text/javascript", string? tag = null, bool flag = true, int seconds = 300, DateTimeOffset? madeAt = null) => new(
        "gzip /static/array.js",
        new AssetHeaders
        {
            ContentType = type,
            ContentEncoding = flag ? "gzip" : null,
            CacheControl = "max-age=300",
            ETag = tag ?? "\"tag\"",
            Date = "Wed, 01 Jan 2025 10:00:00 GMT",
            IsTaggedByPostHog = flag,
            Vary = new StringValues("Accept-Encoding, Origin"),
        },
        new ReadOnlySequence<byte>(body),
        madeAt ?? Clock.GetUtcNow(),
        new StorageTerms(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds / 2), flag));
}
