using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Ingest;

/// <summary>Decompression that gives up at 64 MB, as PostHog's capture does (ph #23703).</summary>
internal static class Inflation
{
    public const int Limit = 64 * 1024 * 1024;

    public static ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> body) =>
        Read(body, "gzip", wire => new GZipStream(wire, CompressionMode.Decompress));

    public static ReadOnlyMemory<byte> Brotli(ReadOnlyMemory<byte> body) =>
        Read(body, "br", wire => new BrotliStream(wire, CompressionMode.Decompress));

    /// <summary>HTTP's "deflate" is the zlib format.</summary>
    public static ReadOnlyMemory<byte> ZLib(ReadOnlyMemory<byte> body) =>
        Read(body, "deflate", wire => new ZLibStream(wire, CompressionMode.Decompress));

    private static ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> body, string name, Func<Stream, Stream> open)
    {
        var bytes = MemoryMarshal.TryGetArray(body, out var segment) ? segment : new ArraySegment<byte>(body.ToArray());
        using var wire = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        using var inflating = open(wire);
        using var inflated = new MemoryStream();
        var buffer = new byte[32 * 1024];
        try
        {
            int read;
            while ((read = inflating.Read(buffer)) > 0)
            {
                inflated.Write(buffer, 0, read);
                if (inflated.Length > Limit)
                {
                    throw new Refusal(StatusCodes.Status413PayloadTooLarge, "payload_too_large", "body over 64 MB when decompressed");
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "invalid_payload", $"body is not {name}");
        }

        return inflated.GetBuffer().AsMemory(0, (int)inflated.Length);
    }
}
