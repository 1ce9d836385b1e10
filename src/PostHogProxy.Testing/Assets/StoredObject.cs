using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Assets;

/// <summary>
/// One object of the store, in two representations with an ETag each. Conditional requests and ranges are ASP.NET
/// Core's; a range of the gzip representation is a range of its compressed bytes, as RFC 9110 has it.
/// </summary>
internal sealed class StoredObject
{
    public const string JavaScript = "text/javascript; charset=utf-8";

    private readonly Lazy<byte[]> _content;
    private readonly Lazy<byte[]> _gzip;
    private readonly Lazy<string> _tag;
    private readonly string _contentType;
    private readonly DateTimeOffset _lastModified;

    private StoredObject(Func<byte[]> content, string contentType, DateTimeOffset lastModified)
    {
        _content = new Lazy<byte[]>(content);
        _gzip = new Lazy<byte[]>(() => Compress(_content.Value));
        _tag = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(_content.Value).AsSpan(0, 16)));
        _contentType = contentType;
        _lastModified = lastModified;
    }

    public ReadOnlyMemory<byte> Content => _content.Value;

    public static StoredObject Of(byte[] content, string contentType) => new(() => content, contentType, DateTimeOffset.UtcNow);

    public static StoredObject OfFile(string path)
    {
        var contentType = Path.GetExtension(path) switch
        {
            ".js" => JavaScript,
            ".css" => "text/css; charset=utf-8",
            _ => "application/json",
        };
        return new StoredObject(() => File.ReadAllBytes(path), contentType, File.GetLastWriteTimeUtc(path));
    }

    public Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Vary = headers.Vary.Count == 0 ? "Accept-Encoding" : headers.Vary + ", Accept-Encoding";
        var gzip = AcceptsGzip(context.Request);
        if (gzip)
        {
            headers.ContentEncoding = "gzip";
        }

        Exchange.Of(context).Outcome = "served";
        var result = Results.Bytes(
            gzip ? _gzip.Value : _content.Value,
            _contentType,
            enableRangeProcessing: true,
            lastModified: _lastModified,
            entityTag: new EntityTagHeaderValue(gzip ? $"\"{_tag.Value}-gzip\"" : $"\"{_tag.Value}\""));
        return result.ExecuteAsync(context);
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality != 0);

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
