using System.Buffers;
using System.Buffers.Text;
using PostHogProxy.Http2.Hpack;

namespace PostHogProxy.Http2.Streams;

/// <summary>Holds the fields of an answer to RFC 9113, sections 8.1 to 8.3: what breaks them is malformed and reaches no visitor.</summary>
internal static class FieldRules
{
    // A token without upper case (RFC 9110, section 5.6.2): what is none cannot be passed on over HTTP/1.1.
    private static readonly SearchValues<byte> NameCharacters = SearchValues.Create("!#$%&'*+-.0123456789^_`abcdefghijklmnopqrstuvwxyz|~"u8);

    private static readonly SearchValues<byte> NotInValues = SearchValues.Create("\r\n\0"u8);

    /// <summary>What is wrong with the head of an answer; null where nothing is.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="status">The status.</param>
    /// <param name="contentLength">The length that is announced; -1 where none is.</param>
    public static string? CheckHead(HeaderFields fields, out int status, out long contentLength)
    {
        (status, contentLength) = (0, -1);
        var isPastPseudo = false;
        foreach (var field in fields)
        {
            if (field.Name is [(byte)':', ..])
            {
                if (isPastPseudo || status != 0 || !field.Name.SequenceEqual(":status"u8) || !TryReadStatus(field.Value, out status))
                {
                    return "An answer has not one status, of three digits, in front";
                }

                continue;
            }

            isPastPseudo = true;
            if (Check(field) is { } problem)
            {
                return problem;
            }

            if (field.Name.SequenceEqual("content-length"u8) && !TryReadLength(field.Value, ref contentLength))
            {
                return "An answer has a length that is none";
            }
        }

        return status == 0 ? "An answer has no status" : null;
    }

    /// <summary>What is wrong with the fields behind a body; null where nothing is.</summary>
    public static string? CheckTrailers(HeaderFields fields)
    {
        foreach (var field in fields)
        {
            if (Check(field) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? Check(HeaderField field)
    {
        if (field.Name.IsEmpty || field.Name.ContainsAnyExcept(NameCharacters))
        {
            return "The name of a field has characters that it must not have";
        }

        if (field.Value.ContainsAny(NotInValues) || field.Value is [(byte)' ' or (byte)'\t', ..] or [.., (byte)' ' or (byte)'\t'])
        {
            return "The value of a field has characters that it must not have";
        }

        return IsOfOneConnection(field.Name) ? "A field is one of HTTP/1.1's connections" : null;
    }

    private static bool IsOfOneConnection(ReadOnlySpan<byte> name) => name.Length switch
    {
        7 => name.SequenceEqual("upgrade"u8),
        10 => name.SequenceEqual("connection"u8) || name.SequenceEqual("keep-alive"u8),
        16 => name.SequenceEqual("proxy-connection"u8),
        17 => name.SequenceEqual("transfer-encoding"u8),
        _ => false,
    };

    private static bool TryReadStatus(ReadOnlySpan<byte> text, out int status) =>
        Utf8Parser.TryParse(text, out status, out var read) && text.Length == 3 && read == 3 && status >= 100;

    // Two that agree are one (RFC 9110, section 8.6).
    private static bool TryReadLength(ReadOnlySpan<byte> text, ref long length)
    {
        var isNumber = Utf8Parser.TryParse(text, out long value, out var read) && read == text.Length && text[0] is >= (byte)'0' and <= (byte)'9';
        if (!isNumber || (length >= 0 && length != value))
        {
            return false;
        }

        length = value;
        return true;
    }
}
