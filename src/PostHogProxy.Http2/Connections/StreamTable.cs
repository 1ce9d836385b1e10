namespace PostHogProxy.Http2.Connections;

/// <summary>The streams of a connection, and their ids: odd, and each larger than the one before (RFC 9113, section 5.1.1). Used while the gate is held.</summary>
internal sealed class StreamTable
{
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private int _nextId = 1;

    /// <summary>How many have not ended.</summary>
    public int Count => _streams.Count;

    public IEnumerable<Http2Stream> All => _streams.Values;

    /// <summary>How many have begun.</summary>
    public int Begun => (int)((uint)Volatile.Read(ref _nextId) / 2);

    /// <summary>Whether there is no id left: past the last one it is below zero, and another connection has to be opened.</summary>
    public bool IsUsedUp => _nextId < 0;

    public int NextId => _nextId;

    public void Add(Http2Stream stream)
    {
        _nextId += 2;
        _streams.Add(stream.Id, stream);
    }

    public Http2Stream? Find(int id) => _streams.GetValueOrDefault(id);

    /// <summary>False where it was not there any more.</summary>
    public bool Remove(Http2Stream stream) => _streams.Remove(stream.Id);

    public void Clear() => _streams.Clear();

    public bool WasOpened(int id) => id % 2 == 1 && (_nextId < 0 || id < _nextId);
}
