using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Tests.Blocking;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>
/// An app whose page calls <c>posthog.init</c> itself, with any posthog-js that npm still has, and the PostHog behind its proxy. What the
/// page's visitor does is in tests/browsers/page.js.
/// </summary>
internal sealed class ClientPage : IAsyncDisposable
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Current = "1.449.2";
    private const string JavaScript = "text/javascript; charset=utf-8";
    public static readonly NodeFolder Browsers = new(PublishedLists.Repository, "browsers");

    private readonly PostHogStandIn _postHog;
    private readonly WebApplication _app;

    private ClientPage(PostHogStandIn postHog, WebApplication app)
    {
        _postHog = postHog;
        _app = app;
        Port = new Uri(app.Urls.First()).Port;
    }

    public int Port { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <summary>The stand-in, serving this version of posthog-js.</summary>
    public static async Task<StandInOptions> PostHogWithAsync(string version)
    {
        await Browsers.InstallAsync();
        return new StandInOptions { Intercept = version == Current ? null : Serve(version) };
    }

    public static async Task<ClientPage> StartAsync(string prefix, string version, bool aliases)
    {
        var postHog = await PostHogStandIn.StartAsync(await PostHogWithAsync(version));
        var builder = WebApplication.CreateSlimBuilder();
        var log = new AliasScriptLog();
        builder.Logging.ClearProviders().AddProvider(log);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPostHogProxy(prefix, PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = postHog.ConnectFrom;
            if (aliases)
            {
                options.UsePathAliases();
            }
        });
        app.MapGet("/", () => Results.Text(Html(prefix, log.Script), "text/html; charset=utf-8"));
        app.MapGet("/left", () => Results.Text("<!DOCTYPE html><title>Another page</title>", "text/html; charset=utf-8"));
        foreach (var script in new[] { "watch.js", "page.js" })
        {
            app.MapGet("/shop/" + script, () => Results.File(Path.Combine(Browsers.Path, script), JavaScript));
        }

        app.MapGet("/favicon.ico", () => Results.NoContent());
        await app.StartAsync();
        return new ClientPage(postHog, app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postHog.DisposeAsync();
    }

    // The older builds take the place of the stand-in's own on the assets host.
    private static Func<HttpContext, Func<Task>, Task> Serve(string version) => (context, next) =>
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith("/static/", StringComparison.Ordinal))
        {
            return next();
        }

        var file = Build(version, path[(path.LastIndexOf('/') + 1)..]);
        return File.Exists(file)
            ? Results.File(file, JavaScript).ExecuteAsync(context)
            : Results.StatusCode(StatusCodes.Status403Forbidden).ExecuteAsync(context);
    };

    private static string Build(string version, string file) => version == Current
        ? Path.Combine(AppContext.BaseDirectory, "posthog-js-dist", file)
        : Path.Combine(Browsers.Path, "node_modules", "posthog-js-" + version, "dist", file);

    private static string Html(string prefix, string? script) => $$"""
        <!DOCTYPE html>
        <title>A page of the app's own</title>
        <h1>Lamps</h1>
        <button id="buy" onclick="posthog.capture('bought')">Buy</button>
        <button id="fail" onclick="setTimeout(() => { throw new Error('out of stock'); })">Fail</button>
        <button id="feedback" onclick="posthog.capture('survey requested')">Feedback</button>
        <button id="dead">Nothing comes of this</button>
        <script>window.shop = { proxy: '{{prefix}}', token: '{{Token}}' };</script>
        {{(script is null ? "" : $"<script src=\"{script}\"></script>")}}
        <script src="/shop/watch.js"></script>
        <script src="/shop/page.js"></script>
        """;
}
