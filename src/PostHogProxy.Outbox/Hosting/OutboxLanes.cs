namespace PostHogProxy.Outbox.Hosting;

/// <summary>
/// The lanes of an app, each with a name of its own. Two proxies with one path on the same hosts, in branches of the app that have a routing of
/// their own, are told apart by the order in which they are mapped.
/// </summary>
internal sealed class OutboxLanes
{
    private readonly Lock _gate = new();
    private volatile OutboxLane[] _all = [];

    /// <summary>In the order in which they were mapped.</summary>
    public IReadOnlyList<OutboxLane> All => _all;

    public void Add(OutboxLane lane)
    {
        lock (_gate)
        {
            _all = [.. _all, lane];
        }
    }

    /// <summary>The name under which a lane's requests lie; null while its proxy does not know its hosts.</summary>
    public string? NameOf(OutboxLane lane)
    {
        if (lane.Name is null)
        {
            lock (_gate)
            {
                foreach (var each in _all)
                {
                    each.Name ??= each.Wanted is { } wanted ? Free(wanted) : null;
                }
            }
        }

        return lane.Name;
    }

    private string Free(string wanted)
    {
        var name = wanted;
        for (var number = 2; _all.Any(lane => lane.Name == name); number++)
        {
            name = $"{wanted}#{number}";
        }

        return name;
    }
}
