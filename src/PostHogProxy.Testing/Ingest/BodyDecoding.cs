using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Ingest;

/// <summary>
/// From wire bytes to JSON. What a body is, is decided by its bytes, as PostHog does; stricter than PostHog, a
/// Content-Encoding or a compression parameter that says otherwise is refused, because then someone on the way
/// changed the body or its description.
/// </summary>
internal static class BodyDecoding
{
    public static JsonElement Json(HttpRequest request, ReadOnlyMemory<byte> wire)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var compression = request.Query["compression"].ToString();
        var body = Inflate(encoding, wire, out var gzip);

        // The SDK's gzip has no Content-Encoding and comes as text/plain (posthog-js request.ts): 1f 8b is all there is.
        if (IsGzip(body.Span))
        {
            if (gzip)
            {
                throw Malformed("body is compressed twice");
            }

            body = Inflation.Gzip(body);
            gzip = true;
        }

        var form = !gzip && FormData(request, body, compression) is { } data ? data : null;
        var agrees = compression switch
        {
            "" => true,
            "gzip" or "gzip-js" => gzip,
            "base64" => form is not null,
            _ => false,
        };
        return agrees ? Parse(form ?? body) : throw Malformed($"compression={compression} disagrees with the body");
    }

    private static ReadOnlyMemory<byte> Inflate(string encoding, ReadOnlyMemory<byte> wire, out bool gzip)
    {
        gzip = encoding == "gzip";
        return encoding switch
        {
            "" or "identity" => wire,
            "gzip" => Inflation.Gzip(wire),
            "br" => Inflation.Brotli(wire),
            "deflate" => Inflation.ZLib(wire),
            _ => throw Malformed($"Content-Encoding {encoding} is not supported"),
        };
    }

    /// <summary><c>data=</c> of a form, base64 or plain JSON; null where the body is no such form.</summary>
    private static byte[]? FormData(HttpRequest request, ReadOnlyMemory<byte> body, string compression)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        var isForm = string.Equals(type, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        string data;
        if (isForm && body.Span.StartsWith("data="u8))
        {
            data = Encoding.UTF8.GetString(body.Span["data="u8.Length..]).Split('&')[0];
            data = Uri.UnescapeDataString(data.Replace('+', ' '));
        }
        else if (HttpMethods.IsGet(request.Method) && request.Query.TryGetValue("data", out var query))
        {
            data = query.ToString();
        }
        else
        {
            return null;
        }

        if (compression.Length == 0 && data.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            return Encoding.UTF8.GetBytes(data);
        }

        try
        {
            // A "+" that nobody escaped has become a space by now. PostHog repairs it; here it is a changed body.
            return data.Contains(' ') ? throw Malformed("base64 with an unescaped +") : Convert.FromBase64String(data);
        }
        catch (FormatException)
        {
            throw Malformed("data is not base64");
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw Malformed("body is not UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Malformed("body is not JSON");
        }
    }

    private static bool IsGzip(ReadOnlySpan<byte> body) => body.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    private static Refusal Malformed(string why) => new(StatusCodes.Status400BadRequest, "invalid_payload", why);
}
