using System.Buffers;
using System.Collections.Frozen;
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

    // Literals with an indexed name: ":method", ":authority" and ":path" of the static table.
    private static ReadOnlySpan<byte> Method => [0x02];

    private static ReadOnlySpan<byte> Authority => [0x01];

    private static ReadOnlySpan<byte> Path => [0x04];

    // The method comes first.
    private static ReadOnlySpan<byte> Head => [0x02, 0x04, (byte)'H', (byte)'E', (byte)'A', (byte)'D'];

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\r\n\0");

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // The names that most requests have, as they are written; null where one belongs to HTTP/1.1's connection (RFC 9113, section 8.2.2).
    private static readonly FrozenDictionary<string, byte[]?> Names = KnownNames();

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
                AddKnown(Method, method);
                break;
        }

        _bytes[_length++] = (byte)(scheme == "https" ? 0x87 : 0x86);
        AddKnown(Authority, authority);
        AddKnown(Path, path);
    }

    /// <summary>
    /// Adds a field; false where it cannot be sent: it belongs to one connection, its name is none, or its value would end the field.
    /// </summary>
    public bool Add(string name, ReadOnlySpan<char> value)
    {
        if (!Names.TryGetValue(name, out var known) && !name.AsSpan().ContainsAnyExcept(TokenCharacters) && name.Length > 0)
        {
            known = NameOf(name, isSecret: false);
        }

        if (known is null || value.ContainsAny(Forbidden))
        {
            return false;
        }

        AddKnown(known, value);
        return true;
    }

    private void AddKnown(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        var text = value.Trim(" \t");
        Ensure(name.Length + LongestInteger + Encoding.UTF8.GetMaxByteCount(text.Length));
        name.CopyTo(_bytes.AsSpan(_length));
        _length += name.Length;
        var start = _length;
        _length += HpackInteger.Write(_bytes.AsSpan(_length), text.Length, 7, 0);
        if (Ascii.FromUtf16(text, _bytes.AsSpan(_length), out var written) != OperationStatus.Done)
        {
            // Servers read headers as UTF-8; a user agent with an umlaut must not cost the event.
            _length = start + HpackInteger.Write(_bytes.AsSpan(start), Encoding.UTF8.GetByteCount(text), 7, 0);
            Utf8.FromUtf16(text, _bytes.AsSpan(_length), out _, out written);
        }

        _length += written;
    }

    private void Ensure(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }

    // A literal that is not indexed (RFC 7541, section 6.2.2), up to its value. Secrets are marked: no hop on the way shall keep them in a table that
    // others could probe (section 7.1.3).
    private static byte[] NameOf(string name, bool isSecret)
    {
        Span<byte> bytes = stackalloc byte[2 * LongestInteger];
        var index = StaticTable.IndexOf(name);
        var length = HpackInteger.Write(bytes, index, NamePrefix, isSecret ? NeverIndexed : (byte)0);
        if (index > 0)
        {
            return bytes[..length].ToArray();
        }

        length += HpackInteger.Write(bytes[length..], name.Length, 7, 0);
        return [.. bytes[..length], .. Encoding.ASCII.GetBytes(name.ToLowerInvariant())];
    }

    private static FrozenDictionary<string, byte[]?> KnownNames()
    {
        string[] usual = [.. Enumerable.Range(1, StaticTable.Count).Select(StaticTable.NameAt), "origin", "x-forwarded-for", "x-conversations-token"];
        string[] ofOneConnection = ["connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"];
        string[] secret = ["authorization", "cookie", "x-conversations-token"];
        return usual.Union(ofOneConnection).Where(static name => name[0] != ':').ToFrozenDictionary(
            static name => name,
            name => ofOneConnection.Contains(name) ? null : NameOf(name, secret.Contains(name)),
            StringComparer.OrdinalIgnoreCase);
    }
}
