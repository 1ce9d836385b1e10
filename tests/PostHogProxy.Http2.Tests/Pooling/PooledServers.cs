using PostHogProxy.Http2.Pooling;
using PostHogProxy.Http2.Tests.Conformance;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Pooling;

/// <summary>A pool, and the server's side of each connection that it opens.</summary>
internal sealed class PooledServers : IDisposable
{
    private readonly Bound _bound = new();
    private readonly Lock _gate = new();
    private readonly List<RawServer> _servers = [];
    private int _attempts;

    public PooledServers(params (ushort Setting, uint Value)[] settings)
        : this(new Http2PoolOptions(), settings)
    {
    }

    public PooledServers(Http2PoolOptions options, params (ushort Setting, uint Value)[] settings)
    {
        Settings = settings;
        Pool = new(ConnectAsync, options, Time);
    }

    public ManualTime Time { get; } = new();

    public Http2ConnectionPool Pool { get; }

    public (ushort Setting, uint Value)[] Settings { get; set; }

    public CancellationToken Token => _bound.Token;

    /// <summary>How many times a connection was asked for.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Whether the pool still deals with an attempt, or with its failure.</summary>
    public bool IsConnecting => (bool)typeof(Http2ConnectionPool)
        .GetField("_isConnecting", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(Pool)!;

    /// <summary>What happens before a connection is there: a wait, or a failure.</summary>
    public Func<int, CancellationToken, Task> BeforeConnected { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What the server sends behind its settings.</summary>
    public WireFrame[] AfterSettings { get; set; } = [];

    /// <summary>Whether the server takes connections and says nothing.</summary>
    public bool IsSilent { get; set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _servers.Count;
            }
        }
    }

    public RawServer this[int connection]
    {
        get
        {
            lock (_gate)
            {
                return _servers[connection];
            }
        }
    }

    public Task<Http2Stream> OpenAsync(CancellationToken? cancellationToken = null) =>
        Pool.OpenAsync(Exchange.Block(), default, endsHere: true, cancellationToken ?? Token).AsTask();

    /// <summary>A whole exchange over this connection.</summary>
    public async Task ExchangeAsync(int connection)
    {
        using var stream = await OpenAsync();
        await AnswerAsync(connection, stream);
    }

    public async Task AnswerAsync(int connection, Http2Stream stream)
    {
        var request = await this[connection].ReadHeadAsync();
        await this[connection].AnswerAsync(request.Stream, 200, "ok");
        await stream.ResponseAsync(Token);
        Assert.Equal(2, await stream.ReadAsync(new byte[10], Token));
        Assert.Equal(0, await stream.ReadAsync(new byte[10], Token));
    }

    public void Dispose()
    {
        Pool.Dispose();
        _servers.ForEach(static server => server.Dispose());
        _bound.Dispose();
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        await BeforeConnected(Interlocked.Increment(ref _attempts), cancellationToken);
        var (clientSide, serverSide) = MemoryDuplex.Pair();
        var server = new RawServer(serverSide, Token) { IsBeforePreface = true };
        lock (_gate)
        {
            _servers.Add(server);
        }

        // The client reads these before it is said to be connected.
        if (IsSilent)
        {
            return clientSide;
        }

        await server.SendAsync([Frames.Settings(Settings), .. AfterSettings]);
        return clientSide;
    }
}
