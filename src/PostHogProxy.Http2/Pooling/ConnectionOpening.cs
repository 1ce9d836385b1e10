using PostHogProxy.Http2.Connections;

namespace PostHogProxy.Http2.Pooling;

/// <summary>Opens connections to one server, one at a time, and no more of them to a server that ends each before it takes a request.</summary>
internal sealed class ConnectionOpening(Func<CancellationToken, Task<Stream>> connect, Http2PoolOptions options, TimeProvider time)
{
    private const int MostUseless = 3;

    // The connection opened last, and how many in a row have ended before they carried a request.
    private Http2Connection? _newest;
    private int _useless;

    /// <summary>Opens a connection, and waits until the server has said what it allows.</summary>
    public async Task<Http2Connection> OpenAsync(CancellationToken cancellationToken)
    {
        if (IsUselessAgain())
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The server ends each connection before it takes a request.");
        }

        var transport = await connect(cancellationToken).ConfigureAwait(false);
        var connection = await StartAsync(transport, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _newest, connection);
        return connection;
    }

    /// <summary>That a connection ends is not the server's doing.</summary>
    public void Excuse(Http2Connection connection) => Interlocked.CompareExchange(ref _newest, null, connection);

    private async Task<Http2Connection> StartAsync(Stream transport, CancellationToken end)
    {
        using var late = new CancellationTokenSource(options.StartTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, end);
        try
        {
            return await Http2Connection.StartAsync(transport, options.Limits, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException over) when (late.IsCancellationRequested)
        {
            // As the runtime's client says that ConnectTimeout has passed.
            var reason = $"The server did not begin to speak HTTP/2 within {options.StartTimeout}.";
            throw new TaskCanceledException(reason, new TimeoutException(reason, over), late.Token);
        }
    }

    // Such a server would have us connect for ever. It is tried again by whoever comes next.
    private bool IsUselessAgain()
    {
        var isUseless = Volatile.Read(ref _newest) is { IsOpen: false, Begun: 0 };
        _useless = isUseless ? (_useless + 1) % MostUseless : 0;
        return isUseless && _useless == 0;
    }
}
