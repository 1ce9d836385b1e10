using System.Globalization;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>
/// Every way a text can be read on its way: decoded any number of times, leniently (overlong UTF-8, <c>%u002e</c>), as byte for byte.
/// Written from the tricks, not from the proxy's code.
/// </summary>
internal static class Readings
{
    public static IEnumerable<string> Of(string text)
    {
        yield return text;
        for (var times = 0; times < 12; times++)
        {
            var decoded = Decoded(text);
            if (decoded == text)
            {
                yield break;
            }

            yield return text = decoded;
        }
    }

    /// <summary>
    /// A path for a server that takes backslashes for slashes, merges slashes, drops parameters after a semicolon, stops at a query or a
    /// fragment, and minds no case.
    /// </summary>
    public static string Plain(string path)
    {
        var end = path.AsSpan().IndexOfAny('?', '#');
        var segments = (end < 0 ? path : path[..end]).Replace('\\', '/').Split('/')
            .Select(segment => segment.Split(';')[0])
            .Where(segment => segment.Length > 0);
        return "/" + string.Join('/', segments).ToLowerInvariant();
    }

    private static string Decoded(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && Hex(text, i + 1, 2) is { } value)
            {
                bytes.Add((byte)value);
                i += 2;
            }
            else if (text[i] == '%' && i + 1 < text.Length && text[i + 1] is 'u' or 'U' && Hex(text, i + 2, 4) is { } unit)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([(char)unit]));
                i += 5;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return Shortened(bytes);
    }

    // Two, three and four bytes that a careless decoder takes for one ASCII letter; all else stays a byte.
    private static string Shortened(List<byte> bytes)
    {
        var text = new StringBuilder(bytes.Count);
        for (var i = 0; i < bytes.Count; i++)
        {
            var length = bytes[i] switch
            {
                0xc0 or 0xc1 => 2,
                0xe0 when At(i + 1) is 0x80 or 0x81 => 3,
                0xf0 when At(i + 1) is 0x80 && At(i + 2) is 0x80 or 0x81 => 4,
                _ => 1,
            };
            if (length == 1 || (At(i + length - 1) & 0xc0) != 0x80)
            {
                text.Append((char)bytes[i]);
                continue;
            }

            var lead = length == 2 ? bytes[i] : At(i + length - 2);
            text.Append((char)(((lead & 1) << 6) | (At(i + length - 1) & 0x3f)));
            i += length - 1;
        }

        return text.ToString();

        int At(int index) => index < bytes.Count ? bytes[index] : 0;
    }

    private static int? Hex(string text, int start, int length) =>
        start + length <= text.Length
        && int.TryParse(text.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
