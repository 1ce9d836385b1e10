using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>One of PostHog's hosts, in raw sockets and TLS: well, or with a fault for as long as it is ill.</summary>
internal sealed class FaultyHost : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly Fault _fault;
    private readonly Task _halfway;
    private readonly Changes _changes;
    private readonly Action<long> _bodyIsWhole;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _strikesLeft;
    private int _asked;
    private int _connections;
    private int _exchanges;

    /// <param name="fault">What goes wrong once <see cref="FallIll"/> was called.</param>
    /// <param name="halfway">Over when the visitor has the head of the answer.</param>
    /// <param name="changes">Told of every change of the numbers.</param>
    /// <param name="bodyIsWhole">Told the length of every body that came to its end.</param>
    public FaultyHost(Fault fault, Task halfway, Changes changes, Action<long> bodyIsWhole)
    {
        (_fault, _halfway, _changes, _bodyIsWhole) = (fault, halfway, changes, bodyIsWhole);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Requests that came in and, where the fault lets none come, connections it hit.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests that neither side has ended: over HTTP/2, streams.</summary>
    public int Exchanges => Volatile.Read(ref _exchanges);

    public void FallIll() => Volatile.Write(ref _strikesLeft, _fault.Times);

    public void Recover()
    {
        Volatile.Write(ref _strikesLeft, 0);
        _recovered.TrySetResult();
    }

    public async ValueTask<Stream> ConnectAsync(Func<Socket, Stream> streamOf, CancellationToken cancellation)
    {
        if (_fault.Connect is { } connect && Strikes())
        {
            Interlocked.Increment(ref _asked);
            await connect(cancellation);
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_listener.LocalEndPoint!, cancellation);
            return streamOf(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private bool Strikes() => Volatile.Read(ref _strikesLeft) > 0 && Interlocked.Decrement(ref _strikesLeft) >= 0;

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptAsync(_end.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Count(ref _connections, 1);
        try
        {
            socket.NoDelay = true;
            if (_fault.Accept is { } accept && Strikes())
            {
                Interlocked.Increment(ref _asked);
                await accept(socket, _end.Token);
                return;
            }

            await using var stream = new SslStream(new NetworkStream(socket));
            await stream.AuthenticateAsServerAsync(Tls(), _end.Token);
            await (_fault.IsHttp2 ? SpeakHttp2Async(socket, stream) : SpeakHttp1Async(socket, stream));
        }
        catch (Exception ended) when (ended is IOException or AuthenticationException or OperationCanceledException
            or ObjectDisposedException or SocketException)
        {
            // A connection ends in many ways, and here most of them on purpose.
        }
        finally
        {
            socket.Dispose();
            Count(ref _connections, -1);
        }
    }

    private SslServerAuthenticationOptions Tls()
    {
        var certificate = UpstreamCertificate.Good;
        if (_fault.Certificate is { } wrong && Strikes())
        {
            Interlocked.Increment(ref _asked);
            certificate = wrong;
        }

        return new()
        {
            ServerCertificate = certificate,
            ApplicationProtocols = [_fault.IsHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
        };
    }

    private async Task SpeakHttp1Async(Socket socket, SslStream stream)
    {
        var reader = new WireReader(stream);
        var goesOn = true;
        while (goesOn && await reader.HeadAsync(_end.Token) is { } head)
        {
            var exchange = new Http1Exchange(socket, stream, reader, head, _bodyIsWhole, _halfway, _recovered.Task, _end.Token);
            await CountedAsync(() => _fault.Http1 is { } answer && Strikes() ? answer(exchange) : exchange.AnswerAsync());
            goesOn = exchange.KeepsConnection;
        }
    }

    private async Task SpeakHttp2Async(Socket socket, SslStream stream)
    {
        var greeting = _fault.Greeting is { } odd && Strikes() ? odd : Http2Connection.Greeting;
        using var connection = new Http2Connection(
            socket,
            stream,
            exchange => CountedAsync(() => _fault.Http2 is { } answer && Strikes() ? answer(exchange) : exchange.AnswerAsync()),
            _bodyIsWhole,
            _halfway,
            _end.Token);
        var serving = connection.RunAsync(greeting);
        if (greeting != Http2Connection.Greeting)
        {
            await Task.WhenAny(serving, _recovered.Task);
            await connection.GreetAsync(Http2Connection.Greeting);
        }

        await serving;
    }

    private async Task CountedAsync(Func<Task> answerAsync)
    {
        Interlocked.Increment(ref _asked);
        Count(ref _exchanges, 1);
        try
        {
            await answerAsync();
        }
        finally
        {
            Count(ref _exchanges, -1);
        }
    }

    private void Count(ref int number, int change)
    {
        Interlocked.Add(ref number, change);
        _changes.Tell();
    }
}
