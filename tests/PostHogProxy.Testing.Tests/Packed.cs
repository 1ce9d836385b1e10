using System.IO.Compression;
using System.Text;

namespace PostHogProxy.Testing.Tests;

/// <summary>Bodies as clients pack them.</summary>
internal static class Packed
{
    public static byte[] Gzip(byte[] body) => Through(body, wire => new GZipStream(wire, CompressionLevel.Fastest));

    public static byte[] As(string encoding, byte[] body) => encoding switch
    {
        "gzip" => Gzip(body),
        "br" => Through(body, wire => new BrotliStream(wire, CompressionLevel.Fastest)),
        "deflate" => Through(body, wire => new ZLibStream(wire, CompressionLevel.Fastest)),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    public static byte[] Form(byte[] body) => Encoding.ASCII.GetBytes("data=" + Uri.EscapeDataString(Convert.ToBase64String(body)));

    public static byte[] Gunzip(byte[] body)
    {
        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>A valid event body of exactly so many bytes.</summary>
    public static byte[] EventOfSize(string token, int size)
    {
        var json = Visitor.EventJson(token, extra: ",\"properties\":{\"filler\":\"\"}");
        return Encoding.ASCII.GetBytes(json.Replace("\"\"}}", $"\"{new string('x', size - json.Length)}\"}}}}", StringComparison.Ordinal));
    }

    private static byte[] Through(byte[] body, Func<Stream, Stream> open)
    {
        using var wire = new MemoryStream();
        using (var packing = open(wire))
        {
            packing.Write(body);
        }

        return wire.ToArray();
    }
}
