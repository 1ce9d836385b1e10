using System.IO.Compression;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>An answer as it came over the wire, and what its body is when the encoding is taken off.</summary>
internal sealed record SdkAnswer(int Status, ILookup<string, string> Headers, byte[] Body)
{
    public static async Task<SdkAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value.Select(value => (header.Key, Value: value)))
            .ToLookup(row => row.Key, row => row.Value, StringComparer.OrdinalIgnoreCase);
        var wire = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, headers, await DecodedAsync(wire, string.Join(", ", headers["Content-Encoding"])));
    }

    public string Value(string name) => string.Join(" | ", Headers[name]);

    private static async Task<byte[]> DecodedAsync(byte[] wire, string encoding)
    {
        if (encoding is not ("gzip" or "br"))
        {
            return wire;
        }

        using var body = new MemoryStream(wire);
        await using Stream plain = encoding == "gzip"
            ? new GZipStream(body, CompressionMode.Decompress) : new BrotliStream(body, CompressionMode.Decompress);
        using var decoded = new MemoryStream();
        await plain.CopyToAsync(decoded, TestContext.Current.CancellationToken);
        return decoded.ToArray();
    }
}
