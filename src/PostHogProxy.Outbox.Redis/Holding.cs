using System.Globalization;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Redis;

/// <summary>
/// What this node holds of one stream: requests that the group has given to it, and to no other. It remembers small bodies only; a large one is read
/// again where it is asked for again.
/// </summary>
internal sealed class Holding
{
    // A clock that was set back must not make a request wait until it is right again. No pause between attempts is as long as this.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private const int SmallBody = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Time, long Number), Held> _held = [];

    /// <summary>When the group last heard that this node still holds them.</summary>
    public long RefreshedAt { get; set; }

    /// <summary>When the lane last asked for some of it.</summary>
    public long AskedAt { get; set; }

    /// <summary>When this node last looked for what others hold and do not send.</summary>
    public long ClaimedAt { get; set; }

    public void Take(string id, StoredRequest? request)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(Key(id), out var held))
            {
                _held.Add(Key(id), held = new(id));
            }

            held.Bytes = request?.Request.Body.Length ?? held.Bytes;
            held.Request = request is { Request.Body.Length: <= SmallBody } ? request : held.Request;
        }
    }

    /// <summary>The oldest that are due.</summary>
    public List<Held> Due(int count, DateTime now)
    {
        lock (_gate)
        {
            return [.. _held.Values.Where(held => held.IsDue(now)).Take(count)];
        }
    }

    /// <summary>Of those that are due, the oldest with a small body, or else the one with the smallest; null where there is none.</summary>
    public Held? Smallest(IReadOnlySet<string> except, DateTime now)
    {
        lock (_gate)
        {
            return _held.Values.Where(held => held.IsDue(now) && !except.Contains(held.Id)).MinBy(static held => Math.Max(held.Bytes, SmallBody));
        }
    }

    /// <summary>The body leaves the memory until it is due.</summary>
    public void Postpone(string id, DateTime dueAt)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(Key(id), out var held))
            {
                (held.Request, held.DueAt) = (null, dueAt);
            }
        }
    }

    public void Drop(string id)
    {
        lock (_gate)
        {
            _held.Remove(Key(id));
        }
    }

    /// <summary>The group says that these are held, and no others.</summary>
    public void Keep(IReadOnlyCollection<string> ids)
    {
        var keys = ids.Select(Key).ToHashSet();
        lock (_gate)
        {
            foreach (var other in _held.Keys.Where(key => !keys.Contains(key)).ToList())
            {
                _held.Remove(other);
            }
        }

        foreach (var id in ids)
        {
            Take(id, request: null);
        }
    }

    // By number: as texts, 9 would come after 10.
    private static (long Time, long Number) Key(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return (long.Parse(id.AsSpan(0, dash), CultureInfo.InvariantCulture), long.Parse(id.AsSpan(dash + 1), CultureInfo.InvariantCulture));
    }

    internal sealed class Held(string id)
    {
        public string Id => id;

        public StoredRequest? Request { get; set; }

        /// <summary>The size of its body, where this node has seen it.</summary>
        public int Bytes { get; set; }

        public DateTime? DueAt { get; set; }

        public bool IsDue(DateTime now) => DueAt is not { } due || due <= now || due > now + LongestPause;
    }
}
