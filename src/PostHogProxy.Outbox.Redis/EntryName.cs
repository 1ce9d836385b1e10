using System.Globalization;

namespace PostHogProxy.Outbox.Redis;

/// <summary>
/// The name of a request: its stream, its id there and its bytes. With the size in the name, nobody reads 25 MiB to know how much room a deletion
/// makes.
/// </summary>
internal readonly record struct EntryName(string Stream, string Id, long Bytes)
{
    public static EntryName? Parse(string text)
    {
        var last = text.LastIndexOf(':');
        var middle = last > 0 ? text.LastIndexOf(':', last - 1) : -1;
        return middle > 0 && long.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new(text[..middle], text[(middle + 1)..last], bytes)
            : null;
    }

    /// <summary>Of a name that this store has given.</summary>
    public static EntryName Of(string id) => Parse(id) ?? throw new ArgumentException($"'{id}' is no request of a Redis outbox.", nameof(id));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stream}:{Id}:{Bytes}");
}
