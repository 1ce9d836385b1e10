using System.IO.Compression;

namespace PostHogProxy.Outbox.Payloads;

/// <summary>Gzip, as PostHog's capture service knows it: by its first bytes, whatever a header says.</summary>
internal static class Gzip
{
    // Above every limit of PostHog's for an unpacked body. More is a bomb.
    private const int MostUnpacked = 128 * 1024 * 1024;

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

    /// <summary>Null where it is broken, or unpacks to more than PostHog would take.</summary>
    public static byte[]? Decompress(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var result = new MemoryStream(bytes.Length * 4);
        var buffer = new byte[16 * 1024];
        try
        {
            for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                if (result.Length + read > MostUnpacked)
                {
                    return null;
                }

                result.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return result.ToArray();
    }
}
