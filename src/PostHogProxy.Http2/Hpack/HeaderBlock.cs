using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PostHogProxy.Http2.Hpack;

/// <summary>
/// The header fields of a request as they are sent: names by their index, values as they are. No dynamic table is used, so a block is the same on
/// every connection. Can be used again.
/// </summary>
internal sealed class HeaderBlock
{
    /// <summary>A dynamic table of size 0: the first block of a connection begins with it, for peers that hold us to the size they set.</summary>
    public const byte NoDynamicTable = 0x20;

    private const byte NeverIndexed = 0x10;
    private const int NamePrefix = 4;
    private const int LongestInteger = 5;

    // The method comes first; ":method" has the index 2.
    private static ReadOnlySpan<byte> Head => [0x02, 0x04, (byte)'H', (byte)'E', (byte)'A', (byte)'D'];

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\r\n\0");

    // RFC 9113, section 8.2.2. The host is the authority.
    private static readonly SearchValues<string> OfOneConnection = SearchValues.Create(
        ["connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // What no hop on the way shall keep in a table that others could probe (RFC 7541, section 7.1.3).
    private static readonly SearchValues<string> Secrets = SearchValues.Create(
        ["authorization", "cookie", "x-conversations-token"], StringComparison.OrdinalIgnoreCase);

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Whether a block asks for a head only. Its answer has no body, whatever length it says.</summary>
    public static bool IsHead(ReadOnlySpan<byte> block) => block.StartsWith(Head);

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins a block anew, with the fields that every request has.</summary>
    public void Begin(string method, string scheme, string authority, string path)
    {
        _length = 0;
        switch (method)
        {
            case "GET":
                _bytes[_length++] = 0x82;
                break;
            case "POST":
                _bytes[_length++] = 0x83;
                break;
            default:
                AddKnown(":method", method);
                break;
        }

        _bytes[_length++] = (byte)(scheme == "https" ? 0x87 : 0x86);
        AddKnown(":authority", authority);
        AddKnown(":path", path);
    }

    /// <summary>
    /// Adds a field; false where it cannot be sent: it belongs to one connection, its name is none, or its value would end the field.
    /// </summary>
    public bool Add(string name, string value)
    {
        if (OfOneConnection.Contains(name) || name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters) || value.AsSpan().ContainsAny(Forbidden))
        {
            return false;
        }

        AddKnown(name, value);
        return true;
    }

    private void AddKnown(string name, string value)
    {
        var text = value.AsSpan().Trim(" \t");
        Ensure((LongestInteger * 3) + name.Length + Encoding.UTF8.GetMaxByteCount(text.Length));
        var upper = Secrets.Contains(name) ? NeverIndexed : (byte)0;
        var index = StaticTable.IndexOf(name);
        _length += HpackInteger.Write(_bytes.AsSpan(_length), index, NamePrefix, upper);
        if (index == 0)
        {
            _length += HpackInteger.Write(_bytes.AsSpan(_length), name.Length, 7, 0);
            Ascii.ToLower(name, _bytes.AsSpan(_length), out var written);
            _length += written;
        }

        AddText(text);
    }

    // Servers read headers as UTF-8; a user agent with an umlaut must not cost the event.
    private void AddText(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        _length += HpackInteger.Write(_bytes.AsSpan(_length), length, 7, 0);
        Utf8.FromUtf16(text, _bytes.AsSpan(_length), out _, out var written);
        _length += written;
    }

    private void Ensure(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }
}
