using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Sends hostile requests over plain sockets: in one write as far as their ends are certain, else each on its own.</summary>
internal sealed class RawConnection(int port)
{
    // Ends whatever body the server still waits for, and is no request: the server answers 400 and closes.
    private static readonly byte[] Terminator =
        System.Text.Encoding.Latin1.GetBytes("\r\n0\r\n\r\n" + new string('!', 128) + "\r\n\r\n");

    /// <summary>A request unanswered after this long hangs, which is a finding.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The answers, in the order of the requests; a request that stands alone may have several, its worst is told.</summary>
    public async Task<Answer[]> SendAsync(IReadOnlyList<(HostileRequest Request, int Number)> requests)
    {
        var answers = new Answer[requests.Count];
        for (var next = 0; next < requests.Count;)
        {
            if (requests[next].Request.IsAlone)
            {
                answers[next] = await AloneAsync(requests[next]);
                next++;
                continue;
            }

            var count = requests.Skip(next).TakeWhile(item => !item.Request.IsAlone).Count();
            next += await TogetherAsync(requests, next, count, answers);
        }

        return answers;
    }

    /// <summary>How many were answered before the server closed the connection; at least one, be it with nothing.</summary>
    private async Task<int> TogetherAsync(IReadOnlyList<(HostileRequest Request, int Number)> requests, int start, int count, Answer[] answers)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await ConnectAsync(patience.Token);
        var write = WriteAsync(stream, [.. requests.Skip(start).Take(count).SelectMany(item => item.Request.Wire(item.Number))], patience.Token);
        var reader = new AnswerReader(stream);
        var answered = 0;
        while (answered < count)
        {
            var isHead = requests[start + answered].Request.Method == "HEAD";
            var answer = await reader.NextAsync(isHead, patience.Token);
            if (answer.Status == 0 && answered > 0)
            {
                break;
            }

            answers[start + answered++] = answer;
            if (answer.Status <= 0)
            {
                break;
            }
        }

        await write;
        return answered;
    }

    private static async Task<Answer> WorstAsync(AnswerReader reader, CancellationToken cancellation)
    {
        // Nobody can say which of the answers belong to a HEAD: the stand-in and the server give those no length but 0.
        var worst = default(Answer);
        while (await reader.NextAsync(isHead: false, cancellation) is { Status: not 0 } answer)
        {
            worst = worst.Status is 101 or 500 ? worst : answer.Status is 101 or 500 || worst.Status == 0 ? answer : worst;
        }

        return worst;
    }

    private async Task<Answer> AloneAsync((HostileRequest Request, int Number) item)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await ConnectAsync(patience.Token);
        var write = WriteAsync(stream, [.. item.Request.Wire(item.Number), .. Terminator], patience.Token);
        var answer = await WorstAsync(new AnswerReader(stream), patience.Token);
        await write;
        return answer;
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellation);
        }
        catch (IOException)
        {
            // The server has closed: what it thinks of the request is in what it answered.
        }
    }
}
