using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>A shop whose clock and whose PostHog a test can set while it runs.</summary>
internal sealed class CachingShop : IAsyncDisposable
{
    public const string Loader = "/static/array.js";

    public static readonly string RemoteConfig = $"/array/{StandInProject.EuDemo.Token}/config";

    private readonly Shop _shop;

    private CachingShop(Shop shop, SetClock clock, ListLogger log, PostHogNow postHog)
    {
        _shop = shop;
        Clock = clock;
        Log = log;
        PostHog = postHog;
    }

    public SetClock Clock { get; }

    public ListLogger Log { get; }

    /// <summary>How PostHog answers from now on; null is as ever.</summary>
    public PostHogNow PostHog { get; }

    public Shop Shop => _shop;

    public HttpClient Client => _shop.Client;

    /// <summary>What reached PostHog.</summary>
    public List<StandInRequest> Asked => _shop.Forwarded;

    public static async Task<CachingShop> OpenAsync(
        Action<PostHogProxyOptions>? configure = null,
        Func<HttpContext, Func<Task>, Task>? postHog = null,
        Action<WebApplication>? app = null,
        Action<WebApplicationBuilder>? services = null)
    {
        var clock = new SetClock();
        var log = new ListLogger();
        var now = new PostHogNow { Answers = postHog };
        var shop = await Shop.OpenAsync(
            (built, connect) =>
            {
                app?.Invoke(built);
                built.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
                {
                    connect(options);
                    configure?.Invoke(options);
                });
            },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Logging.AddProvider(log);
                services?.Invoke(builder);
            },
            new StandInOptions { Intercept = (context, next) => now.Answers is { } answers ? answers(context, next) : next() });
        return new(shop, clock, log, now);
    }

    /// <summary>Sends one request and reads the answer; headers as "Name: value".</summary>
    public async Task<Answer> SendAsync(string method, string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/k3fw" + path);
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 2)..]);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var all = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, all, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public Task<Answer> GetAsync(string path, params string[] headers) => SendAsync("GET", path, headers);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>What PostHog does, until a test says otherwise.</summary>
internal sealed class PostHogNow
{
    public Func<HttpContext, Func<Task>, Task>? Answers { get; set; }

    /// <summary>Answers each request with this, and with what the given delegate adds.</summary>
    public static Func<HttpContext, Func<Task>, Task> Saying(string body, Action<HttpContext>? also = null) => async (context, _) =>
    {
        context.Response.ContentType = "text/javascript";
        context.Response.ContentLength = body.Length;
        also?.Invoke(context);
        if (context.Response.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified))
        {
            await context.Response.WriteAsync(body, context.RequestAborted);
        }
    };
}
