namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>One stream of the proxy's, of which the headers have come, and the hand that answers it.</summary>
internal sealed class Http2Exchange(Http2Connection connection, int stream, Action<long> bodyIsWhole, Task halfway)
{
    private readonly TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _received;

    public Http2Connection Connection => connection;

    public int Stream => stream;

    /// <summary>The body, as far as it comes.</summary>
    public Task ReadBodyAsync() => Task.WhenAny(_whole.Task, _over.Task);

    /// <summary>Stays silent until the proxy has reset the stream or closed the connection.</summary>
    public Task UntilResetAsync() => _over.Task;

    public Task HeadersAsync(int status, bool isEnd, params (string Name, string Value)[] headers) =>
        connection.SendAsync(Http2Frame.Headers(stream, isEnd, [Http2Frame.Status(status), .. headers]));

    public Task DataAsync(byte[] data, bool isEnd) =>
        connection.SendAsync(new(FrameType.Data, isEnd ? Http2Frame.End : (byte)0, stream, data));

    /// <summary>Waits until the visitor has the head of the answer, or nobody wants it any more.</summary>
    public Task UntilHalfwayAsync() => Task.WhenAny(halfway, _over.Task);

    /// <summary>Ends the stream; what still comes on it is nobody's.</summary>
    public Task ResetAsync(Http2Error code)
    {
        connection.Forget(stream);
        return connection.SendAsync(Http2Frame.Number(FrameType.Reset, stream, (int)code));
    }

    /// <summary>Says that no new stream is taken, and which was the last one that was looked at.</summary>
    public Task GoAwayAsync(int last, Http2Error code) => connection.SendAsync(Http2Frame.Number(FrameType.GoAway, 0, last, (int)code));

    public async Task AnswerAsync()
    {
        await ReadBodyAsync();
        await HeadersAsync(200, isEnd: false, ("content-type", "application/json"), ("content-length", "15"));
        await DataAsync("{\"status\":\"Ok\"}"u8.ToArray(), isEnd: true);
    }

    public void Received(int length, bool isEnd)
    {
        _received += length;
        if (isEnd)
        {
            bodyIsWhole(_received);
            _whole.TrySetResult();
        }
    }

    public void End() => _over.TrySetResult();
}
