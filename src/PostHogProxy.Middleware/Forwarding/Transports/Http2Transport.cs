using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Http2.Hpack;
using PostHogProxy.Http2.Pooling;
using PostHogProxy.Http2.Connections;
using PostHogProxy.Responses;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>
/// Sends over HTTP/2 connections of our own (docs/transport.md says why). Bodies go from the server's memory into frames.
/// </summary>
/// <param name="origin">The host, and the connections to it.</param>
/// <param name="otherwise">Sends where the host speaks no HTTP/2.</param>
/// <param name="logger">Is told of that.</param>
internal sealed class Http2Transport(Http2Origin origin, IUpstreamTransport otherwise, ILogger logger) : IDisposable
{
    // A host that speaks HTTP/1.1 only may be replaced by one that speaks both.
    private static readonly TimeSpan NextTrial = TimeSpan.FromMinutes(5);

    private long _trialAt;
    private int _isTold;

    [ThreadStatic]
    private static HeaderBlock? _block;

    /// <summary>Scheme, host and port.</summary>
    public string Origin => origin.Origin;

    /// <summary>Whether the host is believed to speak HTTP/2.</summary>
    public bool IsUsable => Volatile.Read(ref _trialAt) is var at && (at == 0 || Environment.TickCount64 >= at);

    public ValueTask<UpstreamAnswer> SendAsync(HttpContext context, Exchange exchange, VisitorBody? streamed, CancellationToken cancellationToken)
    {
        var block = Write(context, exchange, streamed);
        return origin.Pool.TryOpen(block.Written, exchange.Body?.Bytes ?? default, endsHere: streamed is null) is { } stream
            ? new(Begin(stream, context, exchange, streamed, cancellationToken))
            : SendLaterAsync(block.Written.ToArray(), context, exchange, streamed, cancellationToken);
    }

    public void Dispose() => origin.Pool.Dispose();

    // The connection is still to be opened, or takes no more requests now.
    private async ValueTask<UpstreamAnswer> SendLaterAsync(
        byte[] block, HttpContext context, Exchange exchange, VisitorBody? streamed, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await origin.Pool.OpenAsync(block, exchange.Body?.Bytes ?? default, endsHere: streamed is null, cancellationToken);
            return Begin(stream, context, exchange, streamed, cancellationToken);
        }
        catch (NotHttp2Exception)
        {
            Volatile.Write(ref _trialAt, Environment.TickCount64 + (long)NextTrial.TotalMilliseconds);
            if (Interlocked.Exchange(ref _isTold, 1) == 0)
            {
                logger.NoHttp2(origin.Origin);
            }

            return await otherwise.SendAsync(context, exchange, origin.Origin, streamed, cancellationToken);
        }
    }

    private UpstreamAnswer Begin(Http2Stream stream, HttpContext context, Exchange exchange, VisitorBody? streamed, CancellationToken cancellationToken)
    {
        try
        {
            exchange.Body?.Sent();
            if (streamed is not null)
            {
                streamed.Begin();
                _ = UploadAsync(stream, streamed, cancellationToken);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        // What has a body is sent again by the forwarder, which counts.
        return exchange.Body is null && streamed is null ? Repeated(stream, context, exchange) : new Http2Answer(stream);
    }

    private RepeatedAnswer Repeated(Http2Stream stream, HttpContext context, Exchange exchange) => new(
        stream, cancel => origin.Pool.OpenAsync(Write(context, exchange, streamed: null).Written.ToArray(), default, endsHere: true, cancel));

    private HeaderBlock Write(HttpContext context, Exchange exchange, VisitorBody? streamed)
    {
        var body = exchange.Body;
        var block = _block ??= new();
        block.Begin(UpstreamRequest.Method(context.Request.Method).Method, "https", origin.Authority, exchange.Target.Value);
        var headers = new BlockHeaders(block, hasBody: body is not null || streamed is not null, hasLength: body is not null);
        RequestHeaders.Copy(context, ref headers, exchange.Headers);
        if (body is not null)
        {
            Span<char> length = stackalloc char[16];
            body.Length.TryFormat(length, out var written, provider: CultureInfo.InvariantCulture);
            block.Add(HeaderNames.ContentLength, length[..written]);
        }

        return block;
    }

    // Never throws: what went wrong is with the body, or ends the stream.
    private static async Task UploadAsync(Http2Stream stream, VisitorBody body, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(cancellationToken);
                body.Came();
                var part = read.Buffer;
                var sent = part.Start;
                try
                {
                    if (!part.IsEmpty)
                    {
                        await (read.IsCompleted ? stream.WriteLastAsync(part, cancellationToken) : stream.WriteAsync(part, cancellationToken));
                        body.Went(part.Length);
                        sent = part.End;
                    }
                    else if (read.IsCompleted)
                    {
                        stream.EndBody();
                    }
                }
                finally
                {
                    body.Reader.LetGo(sent);
                }

                if (read.IsCompleted)
                {
                    return;
                }

                if (read.IsCanceled)
                {
                    throw VisitorBody.CalledOff();
                }
            }
        }
        catch (Exception failure)
        {
            // Half a body must not look whole. If PostHog has answered, that stands.
            stream.Abort(failure);
        }
        finally
        {
            body.End();
        }
    }
}
