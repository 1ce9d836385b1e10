using System.Text;

namespace PostHogProxy.Outbox.Times;

/// <summary>Changes of a text that leave all the rest of it as it came.</summary>
internal sealed class Splice
{
    private readonly List<(int Start, int End, byte[] Text)> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    public void Remove(JsonMember member) => _changes.Add((member.WithComma.Start, member.WithComma.End, []));

    public void Replace(int start, int end, string text) => _changes.Add((start, end, Encoding.ASCII.GetBytes(text)));

    public byte[] Apply(ReadOnlySpan<byte> text)
    {
        _changes.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var length = text.Length;
        foreach (var (start, end, put) in _changes)
        {
            length += put.Length - (end - start);
        }

        var result = new byte[length];
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
}
