using System.Text;
using System.Text.Json;

namespace PostHogProxy.Outbox.Times;

/// <summary>Changes of a text that leave all the rest of it as it came.</summary>
/// <param name="length">Of the text.</param>
internal sealed class Splice(int length)
{
    // A list of empty objects has an event in every three bytes, and each would grow to forty. No event that capture takes is as short as this, and no
    // request that it takes has as many.
    private const int ShortestChanged = 16;
    private const int MostChanges = 400_000;

    private readonly int _most = Math.Min(MostChanges, 16 + length / ShortestChanged);
    private readonly List<(int Start, int End, byte[] Text)> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    /// <exception cref="JsonException">Nothing that capture takes has so many.</exception>
    public void Remove(JsonMember member) => Add(member.WithComma.Start, member.WithComma.End, []);

    /// <exception cref="JsonException">Nothing that capture takes has so many.</exception>
    public void Replace(int start, int end, string text) => Add(start, end, Encoding.ASCII.GetBytes(text));

    public byte[] Apply(ReadOnlySpan<byte> text)
    {
        _changes.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var grown = text.Length;
        foreach (var (start, end, put) in _changes)
        {
            grown += put.Length - (end - start);
        }

        var result = new byte[grown];
        int read = 0, written = 0;
        foreach (var (start, end, put) in _changes)
        {
            text[read..start].CopyTo(result.AsSpan(written));
            written += start - read;
            put.CopyTo(result, written);
            written += put.Length;
            read = end;
        }

        text[read..].CopyTo(result.AsSpan(written));
        return result;
    }

    private void Add(int start, int end, byte[] text)
    {
        if (_changes.Count == _most)
        {
            throw new JsonException("These are no events.");
        }

        _changes.Add((start, end, text));
    }
}
