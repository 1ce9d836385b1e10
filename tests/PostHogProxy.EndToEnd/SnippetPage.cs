using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

/// <summary>A visitor on a page that has the snippet and a script of its own, in an app with a proxy and the stand-in behind it.</summary>
internal sealed class SnippetPage : IAsyncDisposable
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";
    public const string Nonce = "bjBuY2U";

    private readonly WebApplication _app;
    private readonly PostHogStandIn _postHog;
    private readonly IBrowserContext _profile;

    private SnippetPage(WebApplication app, PostHogStandIn postHog, IBrowserContext profile, IPage page)
    {
        _app = app;
        _postHog = postHog;
        _profile = profile;
        Page = page;
        Browser = new BrowserLog(profile);
    }

    public IPage Page { get; }

    public BrowserLog Browser { get; }

    public StandInJournal Journal => _postHog.Journal;

    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Services.GetRequiredService<IConfiguration>();

    /// <param name="map">Maps the proxy; the given delegate turns its connections to the stand-in.</param>
    /// <param name="script">The page's own script, right after the snippet.</param>
    /// <param name="policy">The page's Content-Security-Policy, from the snippet.</param>
    /// <param name="pathBase">What the app stands below.</param>
    /// <param name="body">What stands in the page.</param>
    /// <param name="init">What else <c>posthog.init</c> is told, as JSON.</param>
    /// <param name="postHogs">How PostHog behaves.</param>
    public static async Task<SnippetPage> PrepareAsync(
        Action<WebApplication, Action<PostHogProxyOptions>> map,
        string script = "",
        Func<PostHogSnippet, string>? policy = null,
        string pathBase = "",
        string body = """<button id="b">Press</button>""",
        string? init = null,
        StandInOptions? postHogs = null)
    {
        var postHog = await PostHogStandIn.StartAsync(postHogs, TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("PostHogProxy:Disabled", "false")]);
        var app = builder.Build();
        app.UsePathBase(pathBase);
        app.UseRouting();
        map(app, options => options.ConfigureHandler = postHog.ConnectFrom);
        app.MapGet("/empty", () => "");
        app.MapGet("/page", context =>
        {
            var snippet = PostHogSnippet.Create(context, each =>
            {
                (each.Token, each.Defaults, each.Options) = (Token, "2026-01-30", init);
                each.Nonce = policy is null || policy(PostHogSnippet.Create(context, bare => bare.Token = Token)).Contains("nonce-", StringComparison.Ordinal) ? Nonce : null;
            });
            if (policy is not null)
            {
                context.Response.Headers.ContentSecurityPolicy = policy(snippet);
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(
                $"<!DOCTYPE html><html><head><title>x</title><link rel=\"icon\" href=\"data:,\">{snippet}<script nonce=\"{Nonce}\">{script}</script></head>"
                + $"<body><h1>Page</h1>{body}</body></html>");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        var chromium = await TestContext.Current.GetFixture<Chromium>();
        var profile = await chromium!.NewProfileAsync();
        profile.SetDefaultTimeout((float)Visit.Patience.TotalMilliseconds);
        return new(app, postHog, profile, await profile.NewPageAsync());
    }

    public Task OpenAsync(string path = "/page") => Page.GotoAsync(_app.Urls.First() + path);

    public Task LoadedAsync() => Page.WaitForFunctionAsync("() => window.posthog && posthog.__loaded");

    public async Task<StandInEvent> EventAsync(string name)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        return await Journal.WaitForEventAsync(captured => captured.Event == name, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(
            "The browser:\n" + Browser + "\nPostHog:\n"
            + string.Join('\n', Journal.Requests.Select(request => $"{request.Path} {request.Status}: {string.Join(", ", request.Events.Select(captured => captured.Event))}")));
        await _profile.DisposeAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _postHog.DisposeAsync();
    }
}
