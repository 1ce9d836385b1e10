using PostHogProxy.Keeping;
using System.Buffers.Text;
using System.Text;

namespace PostHogProxy.Payloads;

/// <summary>The JSON inside a request, and how it was wrapped.</summary>
/// <param name="Json">The unwrapped body.</param>
/// <param name="Form">What was around it.</param>
internal readonly record struct Payload(byte[] Json, PayloadForm Form)
{
    private const int LookedAt = 128;
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Unwraps a body in the order in which PostHog's capture service does (payload/common.rs); null where it is nothing that is read here.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">How many bytes it may unpack to.</param>
    public static Payload? Of(KeptRequest request, int most = Gzip.MostUnpacked)
    {
        var form = PayloadForm.Plain;
        var bytes = request.Body;
        if (QueryText.Value(request.Query, "data") is { } data)
        {
            bytes = Encoding.UTF8.GetBytes(data);
            form = PayloadForm.Wrapped;
        }

        bytes = Unwrap(bytes, ref form);
        string? formCompression = null;
        if (request.ContentType == FormType)
        {
            var text = "?" + Encoding.UTF8.GetString(bytes);
            if (QueryText.Value(text, "data") is not { } field)
            {
                return null;
            }

            formCompression = QueryText.Value(text, "compression");
            // What nobody escaped in base64 is repaired; JSON has spaces of its own.
            bytes = Encoding.UTF8.GetBytes(field.AsSpan().TrimStart() is ['{' or '[', ..] ? field : field.Replace(' ', '+'));
            form = PayloadForm.Wrapped;
        }

        if (Decompress(bytes, QueryText.Value(request.Query, "compression") ?? formCompression ?? request.ContentEncoding, most, ref form) is not { } plain)
        {
            return null;
        }

        return new(request.IsRecording ? plain : Unwrap(plain, ref form), form);
    }

    /// <summary>The request with other JSON in it, wrapped as this one was, or as posthog-js wraps most of its requests.</summary>
    public KeptRequest Put(byte[] json, KeptRequest request) => Form switch
    {
        PayloadForm.Plain => request with { Body = json },
        PayloadForm.Gzip => request with { Body = Gzip.Compress(json) },
        _ => request.With("Content-Type", "text/plain").With("Content-Encoding", null) with
        {
            Body = Gzip.Compress(json),
            Query = QueryText.With(QueryText.Without(request.Query, "data"), "compression", "gzip-js"),
        },
    };

    private static byte[]? Decompress(byte[] bytes, string? hint, int most, ref PayloadForm form)
    {
        if (Gzip.Is(bytes))
        {
            form = form == PayloadForm.Plain ? PayloadForm.Gzip : form;
            return Gzip.Decompress(bytes, most);
        }

        switch (hint)
        {
            case "base64" or "b64":
                form = PayloadForm.Wrapped;
                return FromBase64(bytes);
            case "gzip" or "gzip-js" or "lz64" or "lz-string":
                // Not gzip, whatever it says of itself; or a packing that no client of today writes.
                return null;
            default:
                // A hint that PostHog does not know is none.
                return bytes;
        }
    }

    private static byte[] Unwrap(byte[] bytes, ref PayloadForm form)
    {
        if (!LooksLikeBase64(bytes) || FromBase64(bytes) is not { } unwrapped)
        {
            return bytes;
        }

        form = PayloadForm.Wrapped;
        return unwrapped;
    }

    private static bool LooksLikeBase64(byte[] bytes)
    {
        if (bytes.Length == 0 || bytes.Length % 4 != 0)
        {
            return false;
        }

        foreach (var one in bytes.AsSpan(0, Math.Min(bytes.Length, LookedAt)))
        {
            if (!char.IsAsciiLetterOrDigit((char)one) && one is not ((byte)'+' or (byte)'/' or (byte)'='))
            {
                return false;
            }
        }

        return !bytes.AsSpan().StartsWith("data="u8);
    }

    private static byte[]? FromBase64(byte[] bytes)
    {
        var result = new byte[Base64.GetMaxDecodedFromUtf8Length(bytes.Length)];
        return Base64.DecodeFromUtf8(bytes, result, out var read, out var written) == System.Buffers.OperationStatus.Done && read == bytes.Length
            ? result[..written]
            : null;
    }
}
