using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>One request that carried an event.</summary>
/// <param name="Sent">Its query and its body.</param>
/// <param name="WasTaken">Whether PostHog has the event of it; the answer may have been lost.</param>
internal sealed record Attempt(string Sent, bool WasTaken);

/// <summary>A PostHog that fails by a script, and knows every attempt for every event.</summary>
internal sealed partial class FlakyPostHog : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Attempt>> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private int _asked;

    public PostHogStandIn Server { get; private set; } = null!;

    /// <summary>Whether it takes everything.</summary>
    public bool IsWell { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<FlakyPostHog> StartAsync()
    {
        var postHog = new FlakyPostHog();
        postHog.Server = await PostHogStandIn.StartAsync(new StandInOptions { Intercept = postHog.AnswerAsync, JournalCapacity = 100 });
        return postHog;
    }

    public bool HasTaken(string uuid) => _taken.ContainsKey(uuid);

    /// <summary>What was sent for an event.</summary>
    public IReadOnlyList<Attempt> Attempts(string uuid) => _attempts.TryGetValue(uuid, out var attempts) ? [.. attempts] : [];

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        context.Request.EnableBuffering();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Request.Body.Position = 0;
        var text = Encoding.UTF8.GetString(body.ToArray());
        if (Uuid().Match(text) is not { Success: true } match)
        {
            await next();
            return;
        }

        var uuid = match.Groups[1].Value;
        void Note(bool wasTaken)
        {
            _attempts.GetOrAdd(uuid, _ => new()).Enqueue(new(context.Request.QueryString + "\n" + text, wasTaken));
            if (wasTaken)
            {
                _taken[uuid] = true;
            }
        }

        // Four of ten fail, and now and then six in a row, so that the outbox gives it up for a while.
        var asked = Interlocked.Increment(ref _asked);
        switch (IsWell ? 9 : asked % 200 < 6 ? 0 : asked % 10)
        {
            case 0 or 8:
                Note(wasTaken: false);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case 3:
                Note(wasTaken: false);
                context.Abort();
                break;
            case 5:
                // Its answer is lost: not a byte of it may be on its way before the connection ends.
                context.Response.Body = Stream.Null;
                await next();
                Note(wasTaken: true);
                context.Abort();
                break;
            default:
                await next();
                Note(wasTaken: true);
                break;
        }
    }

    [GeneratedRegex("\"uuid\":\"([^\"]+)\"")]
    private static partial Regex Uuid();
}
