using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Forwarding.Connecting;

/// <summary>
/// The attempts to connect to one name, which go on side by side: each begins when the one before has failed, or a quarter of a second after
/// it began. The first connection wins.
/// </summary>
internal sealed class ConnectionRace : IDisposable
{
    // RFC 8305, section 5: the recommended Connection Attempt Delay.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    private readonly string _host;
    private readonly int _port;
    private readonly IReadOnlyList<IPAddress> _addresses;
    private readonly Func<IPEndPoint, CancellationToken, Task<Stream>> _connect;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellationToken;

    // Ends what still goes on when the race is over.
    private readonly CancellationTokenSource _end;
    private readonly List<Attempt> _attempts = [];

    public ConnectionRace(
        string host,
        int port,
        IReadOnlyList<IPAddress> addresses,
        Func<IPEndPoint, CancellationToken, Task<Stream>> connect,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        (_host, _port, _addresses, _connect, _time, _cancellationToken) = (host, port, addresses, connect, time, cancellationToken);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public async Task<(IPAddress Address, Stream Connection)> RunAsync()
    {
        Attempt? winner = null;
        try
        {
            while (winner is null)
            {
                winner = await NextAsync();
            }

            return (winner.Address, await winner.Connecting);
        }
        finally
        {
            await _end.CancelAsync();
            foreach (var attempt in _attempts.Where(attempt => attempt != winner))
            {
                // It may connect in this very moment. Nobody waits for it, and nobody else looks at its failure.
                _ = attempt.Connecting.ContinueWith(
                    static done => (done.Exception is null && done.IsCompletedSuccessfully ? done.Result : null)?.Dispose(),
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    public void Dispose() => _end.Dispose();

    // Begins the next attempt and waits until one has connected, all have failed, or the next is due; null where the race goes on.
    private async Task<Attempt?> NextAsync()
    {
        // The delay runs from the beginning of the attempt, and is of no use after its end.
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var isLast = _attempts.Count + 1 >= _addresses.Count;
        var due = isLast ? Task.Delay(Timeout.InfiniteTimeSpan, waiting.Token) : Task.Delay(Delay, _time, waiting.Token);
        var address = _addresses[_attempts.Count];
        var latest = new Attempt(address, _connect(new(address, _port), _end.Token));
        _attempts.Add(latest);
        try
        {
            while (true)
            {
                if (_attempts.Find(attempt => attempt.Connecting.IsCompletedSuccessfully) is { } winner)
                {
                    return winner;
                }

                if (_cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException(Told("was in time"), _cancellationToken);
                }

                if (isLast && _attempts.TrueForAll(attempt => attempt.HasFailed))
                {
                    throw new SocketException((int)Reason(), Told("can be reached"));
                }

                if (!isLast && (due.IsCompleted || latest.HasFailed))
                {
                    return null;
                }

                await Task.WhenAny([due, .. _attempts.Where(attempt => !attempt.HasFailed).Select(attempt => attempt.Connecting)]);
            }
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }

    // The last one: of the first the message tells, and a status is to be said for all.
    private SocketError Reason() =>
        (_attempts[^1].Connecting.Exception?.InnerException as SocketException)?.SocketErrorCode ?? SocketError.SocketError;

    private string Told(string what) =>
        $"No address of {_host}:{_port} {what}: {string.Join(", ", _attempts.Select(attempt => $"{attempt.Address} ({attempt.Outcome})"))}"
        + (_attempts.Count < _addresses.Count ? $", and {_addresses.Count - _attempts.Count} more not tried" : "");

    private sealed record Attempt(IPAddress Address, Task<Stream> Connecting)
    {
        public bool HasFailed => Connecting.IsFaulted || Connecting.IsCanceled;

        public string Outcome => Connecting.Exception?.InnerException?.Message ?? "no answer";
    }
}
