using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using PostHogProxy.Http2.Hpack;
using PostHogProxy.Http2.Streams;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// One request and its answer. One caller writes and one reads at a time; each may be another. It must be disposed, and the memory of its body may not be
/// used for something else before that.
/// </summary>
internal sealed class Http2Stream : IValueTaskSource, IDisposable
{
    private readonly Http2Connection _connection;

    // Whoever waits goes on where the answer was read.
    private ManualResetValueTaskSourceCore<bool> _arrival;
    private CancellationTokenRegistration _cancellation;
    private bool _isAwaited;
    private bool _awaitsHead;
    private Exception? _failure;

    public Http2Stream(Http2Connection connection, int id, OutgoingBody body, IncomingAnswer answer) =>
        (_connection, Id, Outgoing, Incoming) = (connection, id, body, answer);

    public int Id { get; }

    /// <summary>The body on its way out; the connection's.</summary>
    public OutgoingBody Outgoing;

    /// <summary>The answer as it comes in; the connection's.</summary>
    public IncomingAnswer Incoming;

    /// <summary>When it began, in milliseconds as <see cref="Environment.TickCount64"/> counts.</summary>
    public long BegunAt { get; } = Environment.TickCount64;

    /// <summary>Whether nobody reads or writes it any more.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The status of the answer.</summary>
    public int Status => Incoming.Status;

    /// <summary>The header fields of the answer.</summary>
    public HeaderFields Headers => Incoming.Fields;

    /// <summary>Why nothing more of the request's body goes out; null where it does.</summary>
    public Exception? SendFailure { get; private set; }

    /// <summary>Waits for the head of the answer.</summary>
    /// <exception cref="HttpRequestException">There is none; the reason is in it.</exception>
    /// <exception cref="OperationCanceledException">The caller does not wait any more. The stream is reset.</exception>
    public ValueTask ResponseAsync(CancellationToken cancellationToken)
    {
        var arrival = ArrivalAsync(ofHead: true, cancellationToken);
        return arrival.IsCompletedSuccessfully && !Incoming.HasHead ? ValueTask.FromException(Failures.WithoutAnswer(_failure!)) : arrival;
    }

    /// <summary>Reads the next bytes of the answer's body; 0 at its end.</summary>
    /// <exception cref="HttpIOException">It broke off.</exception>
    /// <exception cref="OperationCanceledException">The caller does not wait any more. The stream is reset.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> to, CancellationToken cancellationToken)
    {
        lock (_connection.Gate)
        {
            if (_failure is null && (Incoming.Unread > 0 || Incoming.IsEnded))
            {
                return new(Read(to.Span));
            }
        }

        return ReadLaterAsync(to, cancellationToken);
    }

    /// <summary>Sends a part of the request's body. It is done when the memory may be used for something else.</summary>
    /// <exception cref="IOException">The server takes no more.</exception>
    public ValueTask WriteAsync(ReadOnlySequence<byte> part, CancellationToken cancellationToken)
    {
        var sending = _connection.Bodies.Send(this, part, isLast: false);
        return sending.IsCompleted ? sending : CancellableAsync(sending, cancellationToken);
    }

    /// <summary>Sends the last part of the request's body: its end goes along.</summary>
    /// <exception cref="IOException">The server takes no more.</exception>
    public ValueTask WriteLastAsync(ReadOnlySequence<byte> part, CancellationToken cancellationToken)
    {
        var sending = _connection.Bodies.Send(this, part, isLast: true);
        return sending.IsCompleted ? sending : CancellableAsync(sending, cancellationToken);
    }

    /// <summary>Ends the stream, as the request's body cannot be sent to its end. An answer that is complete stands.</summary>
    public void Abort(Exception reason) => _connection.Endings.Cancel(this, reason);

    /// <summary>Says that the request's body has ended.</summary>
    public void EndBody() => _connection.Bodies.End(this);

    /// <summary>Ends the stream, if it has not ended.</summary>
    public void Dispose()
    {
        _connection.Endings.Leave(this);
        _cancellation.Dispose();
    }

    /// <summary>Something has come; whoever waits is put in the row of those that go on. Called while the gate is held.</summary>
    public void Arrived(ReadyStreams ready)
    {
        if (_isAwaited && HasCome(_awaitsHead))
        {
            _isAwaited = false;
            ready.Add(this);
        }
    }

    /// <summary>Lets whoever waits go on.</summary>
    public void GoOn() => _arrival.SetResult(true);

    /// <summary>Ends both sides for a reason. Called while the gate is held.</summary>
    public void Fail(Exception failure, ReadyStreams ready)
    {
        StopSending(failure);
        if (!Incoming.IsEnded)
        {
            _failure ??= failure;
            Arrived(ready);
        }
    }

    /// <summary>Nothing more of the request's body goes out. Called while the gate is held.</summary>
    public void StopSending(Exception failure)
    {
        Outgoing.Unsent = default;
        Outgoing.EndsHere = false;
        SendFailure ??= failure;
        Outgoing.Awaited?.TrySetException(failure);
    }

    /// <summary>Called once, while the gate is held.</summary>
    public void Free()
    {
        IsDisposed = true;
        Outgoing.Unsent = default;
        Incoming.Free();
    }

    private int Read(Span<byte> to)
    {
        if (IsDisposed)
        {
            // The rest of the body is gone. It must not look as if it had ended.
            throw Failures.Left();
        }

        var count = Incoming.Read(to);
        _connection.GiveBackWindow(this);
        _connection.Writer.Wake();
        return count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadLaterAsync(Memory<byte> to, CancellationToken cancellationToken)
    {
        await ArrivalAsync(ofHead: false, cancellationToken).ConfigureAwait(false);
        lock (_connection.Gate)
        {
            return _failure is null ? Read(to.Span) : throw _failure;
        }
    }

    private async ValueTask CancellableAsync(ValueTask sending, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static (stream, token) => ((Http2Stream)stream!).Cancel(token), this).ConfigureAwait(false))
        {
            await sending.ConfigureAwait(false);
        }
    }

    private bool HasCome(bool ofHead) => _failure is not null || (ofHead ? Incoming.HasHead : Incoming.Unread > 0 || Incoming.IsEnded);

    private ValueTask ArrivalAsync(bool ofHead, CancellationToken cancellationToken)
    {
        // First: what is registered after the arrival would stay registered.
        var cancellation = cancellationToken.UnsafeRegister(static (stream, token) => ((Http2Stream)stream!).Cancel(token), this);
        lock (_connection.Gate)
        {
            if (!HasCome(ofHead))
            {
                (_cancellation, _awaitsHead) = (cancellation, ofHead);
                _arrival.Reset();
                _isAwaited = true;
                return new(this, _arrival.Version);
            }
        }

        cancellation.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Cancel(CancellationToken token) => _connection.Endings.Cancel(this, new OperationCanceledException(token));

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Dispose();
        _arrival.GetResult(token);
        if (_awaitsHead && !Incoming.HasHead)
        {
            throw Failures.WithoutAnswer(_failure!);
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);
}
