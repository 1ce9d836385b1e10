using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PostHogProxy.Forwarding.Connecting;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Connecting;

/// <summary>A name with the addresses of a test's choice: each connects, refuses or swallows, and what is asked of them is written down.</summary>
internal sealed class TestNetwork
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Stream>> _pending = new();
    private readonly ConcurrentQueue<string> _tried = new();
    private TaskCompletionSource _more = New();

    public TestNetwork(params string[] addresses)
    {
        Addresses = addresses;
        Connector = new(
            (_, _) => Task.FromResult(Addresses.Select(IPAddress.Parse).ToArray()),
            (endPoint, cancellation) => Connect(endPoint.Address.ToString(), cancellation),
            Clock);
    }

    public SetClock Clock { get; } = new();

    public HostConnector Connector { get; }

    public string[] Addresses { get; set; }

    public HashSet<string> Refusing { get; } = [];

    public HashSet<string> Swallowing { get; } = [];

    public IReadOnlyList<string> Tried => [.. _tried];

    public ConcurrentQueue<string> GivenUp { get; } = new();

    public ValueTask<Stream> ConnectAsync(CancellationToken cancellation = default) => Connector.ConnectAsync("shop.example", 443, cancellation);

    /// <summary>Waits until so many addresses were tried.</summary>
    public async Task TriedAsync(int count)
    {
        while (true)
        {
            var more = Volatile.Read(ref _more);
            if (_tried.Count >= count)
            {
                return;
            }

            await more.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A swallowing address answers after all.</summary>
    public void Answer(string address, Stream connection) => _pending[address].SetResult(connection);

    private Task<Stream> Connect(string address, CancellationToken cancellation)
    {
        var pending = _pending[address] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Refusing.Contains(address))
        {
            pending.SetException(new SocketException((int)SocketError.ConnectionRefused));
        }
        else if (!Swallowing.Contains(address))
        {
            pending.SetResult(new NamedStream(address));
        }

        cancellation.Register(() =>
        {
            if (!pending.Task.IsCompleted)
            {
                GivenUp.Enqueue(address);
            }
        });
        _tried.Enqueue(address);
        Interlocked.Exchange(ref _more, New()).SetResult();
        return pending.Task;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A connection that says which address it is to, and whether somebody has closed it.</summary>
internal sealed class NamedStream(string name) : MemoryStream
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Closed => _closed.Task;

    public override string ToString() => name;

    protected override void Dispose(bool disposing)
    {
        _closed.TrySetResult();
        base.Dispose(disposing);
    }
}
