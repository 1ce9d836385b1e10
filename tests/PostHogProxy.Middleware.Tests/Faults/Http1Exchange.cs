using System.Net.Sockets;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>One request of the proxy's over HTTP/1.1, of which the head has been read, and the hand that answers it.</summary>
internal sealed class Http1Exchange(
    Socket socket, Stream stream, WireReader reader, string[] head, Action<long> bodyIsWhole, Task halfway, Task recovered, CancellationToken end)
{
    /// <summary>Whether the connection stays open for the next request; else it is closed when the exchange is over.</summary>
    public bool KeepsConnection { get; set; }

    public async Task ReadBodyAsync()
    {
        if (await reader.BodyAsync(head, end) is { } length)
        {
            bodyIsWhole(length);
        }
    }

    public async Task WriteAsync(string text)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), end);
        }
        catch (IOException)
        {
            // The proxy has given the connection up: that is in what the visitor gets.
        }
    }

    /// <summary>Answers piece by piece; the pause is what the fault is.</summary>
    public async Task TrickleAsync(string text, int pieceLength, TimeSpan pause)
    {
        foreach (var piece in text.Chunk(pieceLength))
        {
            await WriteAsync(new string(piece));
            await Task.Delay(pause, end);
        }
    }

    /// <summary>Stays silent until the proxy has closed the connection.</summary>
    public Task UntilClosedAsync() => reader.SkipAsync(long.MaxValue, end);

    /// <summary>Waits until the visitor has the head of the answer.</summary>
    public Task UntilHalfwayAsync() => halfway.WaitAsync(end);

    /// <summary>Takes nothing from the connection until PostHog is well again.</summary>
    public async Task NeverReadAsync()
    {
        await recovered.WaitAsync(end);
        await UntilClosedAsync();
    }

    /// <summary>Resets the connection once the body has begun.</summary>
    public async Task ResetWithinBodyAsync()
    {
        if (!head[0].StartsWith("GET", StringComparison.Ordinal))
        {
            await reader.SkipAsync(10, end);
        }

        Reset();
    }

    /// <summary>Ends the connection with a TCP reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public async Task AnswerAsync()
    {
        await ReadBodyAsync();
        KeepsConnection = true;
        await WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"Ok\"}");
    }
}
