using System.Text;

namespace PostHogProxy.Responses;

/// <summary>Values of headers as text. They are a few, again and again; a value that was here lately is not allocated anew.</summary>
internal static class KnownTexts
{
    private const int Longest = 96;

    // A power of two. Where two values have one place, the latest has it.
    private static readonly string?[] Lately = new string?[256];

    /// <summary>The value as text; null where the server cannot write it: it is not plain ASCII.</summary>
    public static string? Of(ReadOnlySpan<byte> value)
    {
        if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return null;
        }

        if (value.Length > Longest)
        {
            return Encoding.ASCII.GetString(value);
        }

        var hash = 17u;
        foreach (var character in value)
        {
            hash = (hash * 31) + character;
        }

        ref var place = ref Lately[(hash ^ (hash >> 8) ^ (hash >> 16)) & 255];
        var text = Volatile.Read(ref place);
        if (text is null || !Ascii.Equals(value, text))
        {
            text = Encoding.ASCII.GetString(value);
            Volatile.Write(ref place, text);
        }

        return text;
    }
}
