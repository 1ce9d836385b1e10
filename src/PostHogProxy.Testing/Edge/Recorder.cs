using System.Net;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Edge;

/// <summary>Writes the journal. Outermost, so that it also sees what a test's Intercept did.</summary>
internal sealed class Recorder
{
    private readonly StandInJournal _journal;

    public Recorder(StandInJournal journal)
    {
        _journal = journal;
    }

    public async Task RunAsync(HttpContext context, Func<Task> next)
    {
        var exchange = Exchange.Of(context);
        var at = DateTimeOffset.UtcNow;
        var recorded = false;

        // Once: the server runs OnStarting also for a request that was given up, after its row was written.
        void Record(int status)
        {
            if (!recorded)
            {
                recorded = true;
                _journal.Record(Row(context, exchange, at, status));
            }
        }

        // OnStarting callbacks run last registered first: this one sees the final status, and has written the row
        // before the client can see an answer. A test may look at the journal as soon as it has its response.
        context.Response.OnStarting(() =>
        {
            Record(context.Response.StatusCode);
            return Task.CompletedTask;
        });

        try
        {
            await next();
            await FinishAsync(context, exchange);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client, or the proxy before it, hung up in the middle of its body. There is nobody to answer.
            exchange.Outcome = "hung up";
            context.Abort();
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            exchange.Outcome = $"failed: {error.Message}";
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await FinishAsync(context, exchange);
        }
        finally
        {
            Record(status: 0);
        }
    }

    private static async Task FinishAsync(HttpContext context, Exchange exchange)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            exchange.Outcome = "hung up";
            return;
        }

        if (!context.Response.HasStarted)
        {
            // Started by hand, an empty answer would be chunked: the server counts to 0 only where it starts it itself.
            if (context.Response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
            {
                context.Response.ContentLength ??= 0;
            }

            await context.Response.StartAsync();
        }
    }

    private static StandInRequest Row(HttpContext context, Exchange exchange, DateTimeOffset at, int status)
    {
        var target = Exchange.RawTarget(context);
        var path = Exchange.RawPath(context);
        var headers = Headers(context.Request.Headers);
        var peer = Plain(context.Connection.RemoteIpAddress);
        var row = new StandInRequest
        {
            At = at,
            Method = context.Request.Method,
            Protocol = context.Request.Protocol,
            Host = context.Request.Host.Value ?? "",
            SniHost = Exchange.Sni(context),
            RawTarget = target,
            Path = path,
            Query = target[path.Length..],
            Headers = headers,
            ConnectionAddress = peer,
            ClientAddress = LeftMostForwarded(headers) ?? peer,
            BodyBytes = exchange.BodyBytes,
            BodySha256 = exchange.BodySha256,
            Status = status,
            Outcome = exchange.Outcome,
            Events = [.. exchange.Events],
        };
        return row with { Problems = [.. RequestProblems.Of(row, exchange)] };
    }

    private static List<KeyValuePair<string, string>> Headers(IHeaderDictionary headers)
    {
        var rows = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in headers)
        {
            // HTTP/2's pseudo headers are the request line, which has its own columns.
            if (!name.StartsWith(':'))
            {
                rows.AddRange(values.Select(value => KeyValuePair.Create(name, value ?? "")));
            }
        }

        return rows;
    }

    private static string? LeftMostForwarded(List<KeyValuePair<string, string>> headers)
    {
        var first = headers.FirstOrDefault(row => row.Key.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase)).Value;
        var entry = first?.Split(',')[0].Trim();
        return string.IsNullOrEmpty(entry) ? null : entry;
    }

    private static string Plain(IPAddress? address) =>
        address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
