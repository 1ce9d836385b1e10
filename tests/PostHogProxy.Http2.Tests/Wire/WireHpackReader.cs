using System.Text;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>Reads the client's header blocks (RFC 7541), with the table that a server has at first.</summary>
internal sealed class WireHpackReader
{
    private readonly List<(string Name, string Value)> _table = [];
    private int _limit = 4096;

    /// <summary>What table size updates stood at the front of the last block.</summary>
    public List<int> Updates { get; } = [];

    public List<(string Name, string Value)> Read(ReadOnlySpan<byte> block)
    {
        Updates.Clear();
        var fields = new List<(string, string)>();
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
            {
                fields.Add(Entry(Integer(ref block, 7)));
            }
            else if ((first & 0xE0) == 0x20)
            {
                Assert.Empty(fields);
                _limit = Integer(ref block, 5);
                Assert.InRange(_limit, 0, 4096);
                Updates.Add(_limit);
                Evict();
            }
            else
            {
                var kept = (first & 0x40) != 0;
                var index = Integer(ref block, kept ? 6 : 4);
                var name = index == 0 ? Text(ref block) : Entry(index).Name;
                var field = (name, Text(ref block));
                fields.Add(field);
                if (kept)
                {
                    _table.Insert(0, field);
                    Evict();
                }
            }
        }

        return fields;
    }

    private (string Name, string Value) Entry(int index)
    {
        Assert.InRange(index, 1, 61 + _table.Count);
        return index <= 61 ? WireStaticTable.Entries[index] : _table[index - 62];
    }

    private void Evict()
    {
        while (_table.Sum(static field => field.Name.Length + field.Value.Length + 32) > _limit)
        {
            _table.RemoveAt(_table.Count - 1);
        }
    }

    private static int Integer(ref ReadOnlySpan<byte> from, int prefix)
    {
        var value = from[0] & ((1 << prefix) - 1);
        var more = value == (1 << prefix) - 1;
        from = from[1..];
        for (var factor = 1; more; factor *= 128, from = from[1..])
        {
            value += from[0] % 128 * factor;
            more = from[0] >= 128;
        }

        return value;
    }

    private static string Text(ref ReadOnlySpan<byte> from)
    {
        var coded = from[0] >= 128;
        var length = Integer(ref from, 7);
        var bytes = from[..length];
        from = from[length..];
        return Encoding.Latin1.GetString(coded ? WireHuffman.Decode(bytes) : bytes);
    }
}
