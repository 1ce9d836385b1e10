using System.IO.Compression;

namespace PostHogProxy.Payloads;

/// <summary>Gzip, as PostHog's capture service knows it: by its first bytes, whatever a header says.</summary>
internal static class Gzip
{
    /// <summary>In bytes: 32 MiB, above every limit of PostHog's for an unpacked body. More is a bomb.</summary>
    public const int MostUnpacked = 32 << 20;

    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]);

    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var result = new MemoryStream(bytes.Length / 4);
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }

    /// <summary>Null where it is broken, or unpacks to more than <paramref name="most"/>.</summary>
    public static byte[]? Decompress(byte[] bytes, int most = MostUnpacked)
    {
        // Twice, because a buffer that grows takes several times what it holds, and a bomb's length stands nowhere.
        if (Length(bytes, most) is not { } length)
        {
            return null;
        }

        var result = new byte[length];
        using var gzip = Open(bytes);
        gzip.ReadExactly(result);
        return result;
    }

    private static int? Length(byte[] bytes, int most)
    {
        using var gzip = Open(bytes);
        Span<byte> buffer = stackalloc byte[8 * 1024];
        var length = 0;
        try
        {
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                length += read;
                if (length > most)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return length;
    }

    private static GZipStream Open(byte[] bytes) => new(new MemoryStream(bytes), CompressionMode.Decompress);
}
