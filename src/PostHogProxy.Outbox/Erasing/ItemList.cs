using System.Text.Json;
using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Erasing;

/// <summary>Where the events, recording items or log records of a request stand in its JSON: one list, or several as OTLP has them.</summary>
internal sealed class ItemList
{
    // OTLP: resourceLogs[].scopeLogs[].logRecords[]. The names in between are walked through.
    private const string Records = "logRecords";

    private readonly List<Range> _lists = [];

    public List<(int Start, int End)> Items { get; } = [];

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ItemList Read(byte[] json, OutboxKind kind, int maxDepth)
    {
        var list = new ItemList();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        reader.Read();
        if (kind == OutboxKind.Logs)
        {
            list.ReadLogs(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            list.ReadArray(ref reader);
        }
        else
        {
            list.ReadObject(ref reader);
        }

        return reader.Read() ? throw new JsonException("More than one document.") : list;
    }

    /// <summary>The text without some of the items, and without the commas that were theirs.</summary>
    public byte[] Without(byte[] json, Func<ReadOnlyMemory<byte>, bool> isUnwanted)
    {
        using var result = new MemoryStream(json.Length);
        var read = 0;
        foreach (var (first, last) in _lists.Where(list => list.Last >= list.First))
        {
            result.Write(json.AsSpan(read, Items[first].Start - read));
            var isFirst = true;
            for (var at = first; at <= last; at++)
            {
                var item = json.AsMemory(Items[at].Start, Items[at].End - Items[at].Start);
                if (isUnwanted(item))
                {
                    continue;
                }

                if (!isFirst)
                {
                    result.WriteByte((byte)',');
                }

                result.Write(item.Span);
                isFirst = false;
            }

            read = Items[last].End;
        }

        result.Write(json.AsSpan(read));
        return result.ToArray();
    }

    // One event, or a wrapper with a batch of them.
    private void ReadObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Neither a list nor an object.");
        }

        var start = (int)reader.TokenStartIndex;
        var hasBatch = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isBatch = reader.ValueTextEquals("batch");
            reader.Read();
            if (isBatch && reader.TokenType == JsonTokenType.StartArray)
            {
                hasBatch = true;
                ReadArray(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (!hasBatch)
        {
            Items.Add((start, (int)reader.BytesConsumed));
            _lists.Add(new(0, 0));
        }
    }

    private void ReadArray(ref Utf8JsonReader reader)
    {
        var first = Items.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Items.Add((start, (int)reader.BytesConsumed));
        }

        _lists.Add(new(first, Items.Count - 1));
    }

    private void ReadLogs(ref Utf8JsonReader reader)
    {
        do
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Records))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadArray(ref reader);
                }
            }
        }
        while (reader.Read());

        if (_lists.Count == 0)
        {
            throw new JsonException("No log records.");
        }
    }

    private readonly record struct Range(int First, int Last);
}
