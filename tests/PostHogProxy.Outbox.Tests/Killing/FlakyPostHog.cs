using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using PostHogStandIn;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>A PostHog that fails by a script, and knows every attempt for every event.</summary>
internal sealed partial class FlakyPostHog : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private int _asked;

    public StandInServer Server { get; private set; } = null!;

    /// <summary>Whether it takes everything.</summary>
    public bool IsWell { get; set; }

    /// <summary>The events that it has taken.</summary>
    public int Taken => _taken.Count;

    public static async Task<FlakyPostHog> StartAsync()
    {
        var postHog = new FlakyPostHog();
        postHog.Server = await StandInServer.StartAsync(new StandInOptions { Intercept = postHog.AnswerAsync, JournalCapacity = 100 });
        return postHog;
    }

    public bool HasTaken(string uuid) => _taken.ContainsKey(uuid);

    /// <summary>What was sent for an event, each attempt as the digest of its target and body.</summary>
    public IReadOnlyList<string> Attempts(string uuid) => _attempts.TryGetValue(uuid, out var attempts) ? [.. attempts] : [];

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
        _attempts.GetOrAdd(uuid, _ => new()).Enqueue(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.QueryString + text))));
        switch (IsWell ? 9 : Interlocked.Increment(ref _asked) % 10)
        {
            case 0 or 1 or 2 or 3:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case 4:
                context.Abort();
                break;
            case 5:
                // It has taken the event, and its answer is lost.
                await next();
                _taken[uuid] = true;
                context.Abort();
                break;
            default:
                await next();
                _taken[uuid] = true;
                break;
        }
    }

    [GeneratedRegex("\"uuid\":\"([^\"]+)\"")]
    private static partial Regex Uuid();
}
