using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Forwarding;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>An app that is attacked, and an upstream that judges whatever arrives.</summary>
internal sealed class HostileShop : IAsyncDisposable
{
    private readonly Shop _shop;
    private readonly ListLogger _errors;
    private readonly ConcurrentQueue<(int Number, string Problem)> _problems;
    private readonly StrongBox _arrived;

    private HostileShop(Shop shop, ListLogger errors, ConcurrentQueue<(int Number, string Problem)> problems, UpstreamOracle oracle, string name)
    {
        _shop = shop;
        _errors = errors;
        _problems = problems;
        _arrived = new();
        Name = name;
        shop.PostHog.Journal.Recorded += request =>
        {
            if (IsTheProxysOwn(request))
            {
                return;
            }

            Interlocked.Increment(ref _arrived.Value);
            if (oracle.Problem(request) is { } problem)
            {
                _problems.Enqueue((NumberOf(request.HeaderValues(HostileRequest.Case)), problem));
            }
        };
    }

    public string Name { get; }

    public int Port => _shop.Port;

    /// <summary>How many requests came through to the upstream.</summary>
    public int Arrived => Volatile.Read(ref _arrived.Value);

    /// <summary>What the app logged as an error, if it did.</summary>
    public IReadOnlyList<string> Errors => _errors.Lines;

    /// <summary>Below a path of the shop's host, every token welcome, the upstream on HTTP/2.</summary>
    public static Task<HostileShop> WithPrefixAsync(bool assetCache) => OpenAsync(
        assetCache ? "prefix, cache" : "prefix",
        HttpProtocols.Http1AndHttp2,
        onlyOurToken: false,
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
        assetCache);

    /// <summary>The same with the team's token named, and the upstream on HTTP/1.1, where framing can go wrong.</summary>
    public static Task<HostileShop> WithTokenAsync() => OpenAsync(
        "token", HttpProtocols.Http1, onlyOurToken: true, (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.ProjectTokens.Add(HostileTargets.OurToken);
        }));

    /// <summary>At the root, where the whole target is the client's.</summary>
    public static Task<HostileShop> AtRootAsync() => OpenAsync(
        "root", HttpProtocols.Http1, onlyOurToken: false, (app, connect) => app.MapPostHogProxy("/", PostHogRegion.Eu, connect), assetCache: true);

    /// <summary>With the team's token named and aliases beside PostHog's own paths.</summary>
    public static Task<HostileShop> WithAliasesAsync() => OpenAsync(
        "aliases", HttpProtocols.Http1AndHttp2, onlyOurToken: true, (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.ProjectTokens.Add(HostileTargets.OurToken);
            options.UsePathAliases();
        }));

    /// <summary>
    /// A request made up for an app with a prefix, aimed at this app: at the root there is none to write, and with aliases most of what
    /// comes after the prefix is written in them.
    /// </summary>
    public HostileRequest Aimed(HostileRequest request) => Name switch
    {
        "root" => request with
        {
            Target = [.. request.Target.Select(part => part.Replace("/k3fw", "", StringComparison.Ordinal)).Where(part => part.Length > 0)],
        },
        "aliases" when request.WrittenTarget.StartsWith("/k3fw/", StringComparison.Ordinal) => request with
        {
            Target = Aliased(request.WrittenTarget["/k3fw".Length..]),
        },
        _ => request,
    };

    // A fragment a letter, so that a failing one can be made smaller; now and then one stays as it was.
    private string[] Aliased(string target)
    {
        var aliases = AliasTests.Of(_shop);
        var query = target.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : target.Length;
        var letters = target[1..query].Select((letter, i) =>
            (target.Length + (7 * i)) % 101 == 0 ? letter.ToString() : aliases.ToAlias($"/{letter}")[(1 + aliases.Name.Length)..]);
        return [$"/k3fw/{aliases.Name}", .. letters, target[query..]];
    }

    /// <summary>The problems since the last call.</summary>
    public IEnumerable<(int Number, string Problem)> TakeProblems()
    {
        while (_problems.TryDequeue(out var problem))
        {
            yield return problem;
        }
    }

    public async Task<bool> IsUpAsync()
    {
        using var response = await _shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);
        return (int)response.StatusCode == 200;
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    // With a token named, the proxy asks both regions where it belongs; every request of ours carries its number.
    private static bool IsTheProxysOwn(StandInRequest request) =>
        !request.HeaderValues(HostileRequest.Case).Any() && request.HeaderValues("User-Agent").Contains("PostHogProxy-Verification");

    private static async Task<HostileShop> OpenAsync(
        string name, HttpProtocols protocols, bool onlyOurToken, Action<WebApplication, Action<PostHogProxyOptions>> map, bool assetCache = false)
    {
        var errors = new ListLogger();
        var problems = new ConcurrentQueue<(int Number, string Problem)>();
        var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.Use((context, next) => WatchAsync(context, next, problems));
                map(app, connect);
            },
            builder => builder.Logging.AddProvider(errors).AddFilter(level => level >= LogLevel.Error),
            new() { Protocols = protocols, JournalCapacity = 1, Intercept = AnswerAsync },

            // What the oracle judges is what became of each request; with the cache, one stands for many.
            assetCache: assetCache);
        return new(shop, errors, problems, new UpstreamOracle("eu.i.posthog.com", "eu-assets.i.posthog.com", onlyOurToken), name);
    }

    // Always well, so that no script is asked of the other host; and with a length that a reader of raw answers can count.
    private static async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentLength = 0;
    }

    // In front of the proxy: what it throws, and a 500 it writes, are told with the request's number and the reason.
    private static async Task WatchAsync(HttpContext context, RequestDelegate next, ConcurrentQueue<(int Number, string Problem)> problems)
    {
        try
        {
            await next(context);
            if (context.Response.StatusCode is 500 or 101)
            {
                problems.Enqueue((NumberOf(context.Request.Headers[HostileRequest.Case]), $"the proxy's answer is {context.Response.StatusCode}"));
            }
        }
        catch (Exception thrown)
        {
            problems.Enqueue((NumberOf(context.Request.Headers[HostileRequest.Case]), thrown.ToString()));
            throw;
        }
    }

    private static int NumberOf(IEnumerable<string?> values) =>
        int.TryParse(values.FirstOrDefault()?.Split(',')[0], out var number) ? number : -1;

    private sealed class StrongBox
    {
        public int Value;
    }
}
