using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using PostHogProxy.Recipes;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

/// <summary>How the page of an app that calls <c>posthog.init</c> itself comes to posthog-js and to the aliases.</summary>
internal enum Loading
{
    /// <summary>The npm module and the proxy's module.</summary>
    Module,

    /// <summary>array.js, by its alias, and the proxy's classic script.</summary>
    Script,

    /// <summary>The npm module, and nothing of the aliases that are there.</summary>
    WithoutAliases,

    /// <summary>What docs/aliases.md recommends: a dynamic import with a catch.</summary>
    DocsDynamicImport,

    /// <summary>The static import of docs/aliases.md.</summary>
    DocsStaticImport,

    /// <summary>The classic script of docs/aliases.md.</summary>
    DocsScript,
}

/// <summary>An app with aliases whose page calls <c>posthog.init</c> itself, a visitor in it, and the PostHog behind.</summary>
internal sealed class OwnInitPage : IAsyncDisposable
{
    public const string Proxy = "/ingest-x1";
    public const string Library = "/shop/library.js";
    private const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    private readonly PostHogStandIn _postHog;
    private readonly WebApplication _app;
    private readonly IBrowserContext _profile;

    private OwnInitPage(PostHogStandIn postHog, WebApplication app, IBrowserContext profile, IPage page, string aliases)
    {
        _postHog = postHog;
        _app = app;
        _profile = profile;
        Page = page;
        Aliases = aliases;
        Browser = new BrowserLog(profile);
    }

    public IPage Page { get; }

    public BrowserLog Browser { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <summary>What every alias starts with, below the proxy; the app's log tells it.</summary>
    public string Aliases { get; }

    public static async Task<OwnInitPage> OpenAsync(Loading loading, PathAliasMode mode)
    {
        var postHog = await PostHogStandIn.StartAsync();
        var log = new MappedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPostHogProxy(Proxy, PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = postHog.ConnectFrom;
            options.ProjectTokens.Add(Token);
            options.Aliases = mode;
        });
        var module = log.Module;
        app.MapGet("/", () => Results.Text(Html(loading, module), "text/html; charset=utf-8"));
        app.MapGet(Library, () => Results.File(NpmModule(), "text/javascript"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        await app.StartAsync();

        var chromium = await TestContext.Current.GetFixture<Chromium>();
        var profile = await chromium!.NewProfileAsync();
        profile.SetDefaultTimeout((float)Visit.Patience.TotalMilliseconds);
        var page = await profile.NewPageAsync();
        var opened = new OwnInitPage(postHog, app, profile, page, module[..^".mjs".Length]);
        await page.GotoAsync(app.Urls.First());
        return opened;
    }

    public async Task<StandInEvent> EventAsync(string name) => await Journal.WaitForEventAsync(captured => captured.Event == name, Patience());

    public async Task<StandInRequest> RequestAsync(string path) => await Journal.WaitForRequestAsync(request => request.Path == path, Patience());

    /// <summary>Completes when the browser has an answer from this path of PostHog's.</summary>
    public Task AnsweredAsync(string path) => Browser.AnsweredAsync(Proxy + path, Patience());

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine("The browser:\n" + Browser);
        await _profile.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postHog.DisposeAsync();
    }

    private static CancellationToken Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        return patience.Token;
    }

    private static string Html(Loading loading, string module) => $$"""
        <!DOCTYPE html>
        <title>A page of the app's own</title>
        <h1>Lamps</h1>
        {{EveryProduct.Buttons}}
        {{Scripts(loading, module)}}
        """;

    private static string Scripts(Loading loading, string module) => loading switch
    {
        Loading.Module => Module($"import {{ rewriteRequestPath }} from '{module}';", "rewriteRequestPath"),
        Loading.WithoutAliases => Module("", "undefined"),
        Loading.DocsDynamicImport => DocsModule("A page that calls `posthog.init`", module),
        Loading.DocsStaticImport => DocsModule("With a static import", module),
        Loading.DocsScript => Here(DocsPage.Block("docs/aliases.md", "Without modules", "html"), module),
        _ => Script(module.Replace(".mjs", ".js", StringComparison.Ordinal)),
    };

    private static string Module(string import, string rewrite) => $$"""
        <script type="module">
          import posthog from '{{Library}}';
          {{import}}
          window.posthog = posthog;
          posthog.init({{Options(rewrite)}});
        </script>
        """;

    // A test asks the page for posthog, which a module keeps to itself.
    private static string DocsModule(string heading, string module) =>
        $"<script type=\"module\">{Here(DocsPage.Block("docs/aliases.md", heading, "js"), module)}\nwindow.posthog = posthog;</script>";

    // What a bundler would do, and the addresses of this app in place of the recipe's.
    private static string Here(string recipe, string module) => recipe
        .Replace("'posthog-js'", $"'{Library}'", StringComparison.Ordinal)
        .Replace("/k3fw/m3rkf.mjs", module, StringComparison.Ordinal)
        .Replace("/k3fw/m3rkf.js", module.Replace(".mjs", ".js", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("/k3fw", Proxy, StringComparison.Ordinal);

    private static string Script(string aliases) => $$"""
        <script src="{{aliases}}"></script>
        <script>
          const script = document.createElement('script');
          script.src = rewriteRequestPath(new URL('{{Proxy}}/static/array.js', location.href));
          script.onload = () => posthog.init({{Options("rewriteRequestPath")}});
          document.head.append(script);
        </script>
        """;

    private static string Options(string rewrite) => $$"""
        '{{Token}}', {
            api_host: '{{Proxy}}',
            ui_host: 'https://eu.posthog.com',
            defaults: '2026-01-30',
            capture_performance: { web_vitals: true, web_vitals_delayed_flush_ms: 500 },
            rewriteRequestPath: {{rewrite}},
          }
        """;

    // What `npm install posthog-js` gives an app; the stand-in's build has installed it.
    public static string NpmModule() => Path.Combine(DocsPage.Root(), "src", "PostHogProxy.Testing", "node_modules", "posthog-js", "dist", "module.js");

    /// <summary>Reads where the module is from the line that is logged for a developer to read.</summary>
    private sealed class MappedLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _modules = new();

        public string Module => _modules.FirstOrDefault() ?? Proxy + "/none.mjs";

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "Aliased" && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                _modules.Enqueue((string)values.Single(value => value.Key == "Module").Value!);
            }
        }

        public void Dispose()
        {
        }
    }
}
