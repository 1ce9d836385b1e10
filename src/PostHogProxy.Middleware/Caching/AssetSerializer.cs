using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using PostHogProxy.Responses;
using ZiggyCreatures.Caching.Fusion.Internals;
using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace PostHogProxy.Caching;

/// <summary>
/// An answer as bytes, for a cache that servers share. What comes back is checked like any other input: whoever else writes there, half a
/// value, an older version and a page instead of a script are all as if nothing were there.
/// </summary>
internal sealed class AssetSerializer(long maximumEntryBytes, TimeProvider time) : IFusionCacheSerializer
{
    private const int DigestLength = 32;

    // Clocks of two servers are never quite the same.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private static ReadOnlySpan<byte> Magic => "PHA2"u8;

    public byte[] Serialize<T>(T? obj)
    {
        if (obj is not FusionCacheDistributedEntry<CachedAsset> { Value: { IsKept: true } asset } entry)
        {
            throw new NotSupportedException($"Only answers of PostHog's are shared, not {typeof(T)}.");
        }

        var bodyLength = (int)asset.Body.Length;
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(entry.Timestamp);
        writer.Write(entry.LogicalExpirationTimestamp);
        writer.Write(entry.Metadata?.Size ?? bodyLength);
        writer.Write(entry.Metadata?.Priority ?? (byte)CacheItemPriority.Normal);
        writer.Write(asset.MadeAt.UtcTicks);
        writer.Write(asset.Terms.Lifetime.Ticks);
        writer.Write(asset.Terms.StaleWhileRevalidate.Ticks);
        writer.Write(asset.Terms.MustRevalidate);
        writer.Write(asset.Key);
        var headers = asset.Headers;
        foreach (var value in (ReadOnlySpan<string?>)
            [headers.ContentType, headers.ContentEncoding, headers.ContentLanguage, headers.CacheControl, headers.ETag, headers.LastModified,
                headers.Expires, headers.Date, headers.Vary.ToString()])
        {
            writer.Write(value ?? "");
        }

        writer.Write(headers.IsTaggedByPostHog);
        writer.Write(bodyLength);
        writer.Flush();

        // Made once and in its length: a body can be large, and many can be on their way at a time.
        var head = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        var data = new byte[head.Length + bodyLength + DigestLength];
        head.CopyTo(data);
        asset.Body.CopyTo(data.AsSpan(head.Length));
        SHA256.HashData(data.AsSpan(0, data.Length - DigestLength), data.AsSpan(data.Length - DigestLength));
        return data;
    }

    /// <exception cref="InvalidDataException">It is no answer that may be given to a browser.</exception>
    public T? Deserialize<T>(byte[] data)
    {
        var length = data.Length - DigestLength;
        if (typeof(T) != typeof(FusionCacheDistributedEntry<CachedAsset>) || length < Magic.Length || !data.AsSpan().StartsWith(Magic)
            || !CryptographicOperations.FixedTimeEquals(SHA256.HashData(data.AsSpan(0, length)), data.AsSpan(length)))
        {
            throw new InvalidDataException("The shared cache holds something else under a key of ours.");
        }

        try
        {
            return (T)(object)Read(data, length);
        }
        catch (Exception garbled) when (garbled is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The shared cache holds an answer that cannot be read.", garbled);
        }
    }

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));

    private FusionCacheDistributedEntry<CachedAsset> Read(byte[] data, int length)
    {
        using var reader = new BinaryReader(new MemoryStream(data, Magic.Length, length - Magic.Length), Encoding.UTF8);
        var timestamp = reader.ReadInt64();
        var expiration = reader.ReadInt64();
        var size = reader.ReadInt64();
        var priority = reader.ReadByte();
        var madeAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var terms = new StorageTerms(new(reader.ReadInt64()), new(reader.ReadInt64()), reader.ReadBoolean());
        var key = reader.ReadString();
        var headers = new AssetHeaders
        {
            ContentType = Text(),
            ContentEncoding = Text(),
            ContentLanguage = Text(),
            CacheControl = Text(),
            ETag = Text(),
            LastModified = Text(),
            Expires = Text(),
            Date = Text(),
            Vary = Text(),
            IsTaggedByPostHog = reader.ReadBoolean(),
        };

        // It stays where it is: another copy would only take room.
        var bodyLength = reader.ReadInt32();
        var body = new ReadOnlySequence<byte>(data, length - bodyLength, bodyLength);
        if (reader.BaseStream.Length - reader.BaseStream.Position != bodyLength || body.Length > maximumEntryBytes || size < body.Length
            || madeAt > time.GetUtcNow() + ClockSkew || terms.Lifetime > StorageTerms.LongestLifetime
            || headers.Checked() is null || headers.ETag is null || headers.Date is null
            || ResponseContract.IsActiveDocument(headers.ContentType))
        {
            throw new InvalidDataException("The shared cache holds an answer that PostHog cannot have given.");
        }

        return new(
            new CachedAsset(key, headers, body, madeAt, terms),
            timestamp,
            expiration,
            tags: null,
            new FusionCacheEntryMetadata(isStale: false, null, null, null, size, priority));

        string? Text() => reader.ReadString() is { Length: > 0 } text ? text : null;
    }
}
