using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd.LivePage;

/// <summary>An app with a proxy, its page and, if wanted, an outbox; and the PostHog behind it, which answers what the test says.</summary>
internal sealed class PagedApp : IAsyncDisposable
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    private readonly PostHogStandIn _postHog;
    private readonly WebApplication _app;
    private readonly IBrowserContext _profile;
    private readonly string _folder;
    private int _status;

    private PagedApp(PostHogStandIn postHog, WebApplication app, IBrowserContext profile, IPage page, string folder)
    {
        (_postHog, _app, _profile, Page, _folder) = (postHog, app, profile, page, folder);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public IPage Page { get; }

    public HttpClient Client { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <summary>What PostHog answers to events; 0 for its own answer.</summary>
    public int Status
    {
        get => Volatile.Read(ref _status);
        set => Volatile.Write(ref _status, value);
    }

    /// <param name="outbox">Whether it has one.</param>
    /// <param name="pathBase">The app's.</param>
    /// <param name="prefix">A prefix that a proxy in front takes off, of which the app knows nothing.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="services">Further services.</param>
    public static async Task<PagedApp> StartAsync(
        bool outbox = false, string pathBase = "", string prefix = "", ColorScheme scheme = ColorScheme.Light, Action<IServiceCollection>? services = null)
    {
        PagedApp? running = null;
        var postHog = await PostHogStandIn.StartAsync(new StandInOptions
        {
            Intercept = (context, next) =>
            {
                if (running?.Status is not (null or 0) && HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/e"))
                {
                    context.Response.StatusCode = running.Status;
                    return Task.CompletedTask;
                }

                return next();
            },
        });
        var folder = Path.Combine(Path.GetTempPath(), "posthog-page-" + Guid.NewGuid().ToString("N"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ApplicationName = "Fern & Field" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (outbox)
        {
            builder.Services.AddPostHogProxy().AddSqliteOutbox(options =>
            {
                options.Path = Path.Combine(folder, "outbox.db");
                options.MinFreeDisk = 0;
            });
        }

        services?.Invoke(builder.Services);
        var app = builder.Build();
        if (prefix.Length > 0)
        {
            app.Use((context, next) =>
            {
                context.Request.Path = context.Request.Path.StartsWithSegments(prefix, out var rest) ? rest : context.Request.Path;
                return next(context);
            });
            app.UseRouting();
        }

        if (pathBase.Length > 0)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
        }

        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = postHog.ConnectFrom;
            options.ProjectTokens.Add(Token);
        });
        app.MapPostHogProxyPage();
        app.MapGet("/", () => "A shop.");
        await app.StartAsync();

        var chromium = await TestContext.Current.GetFixture<Chromium>();
        var profile = await chromium!.NewProfileAsync();
        var page = await profile.NewPageAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        running = new(postHog, app, profile, page, folder);
        return running;
    }

    /// <param name="before">What the browser's path has before the page's.</param>
    public async Task OpenPageAsync(string before = "")
    {
        await Page.GotoAsync(new Uri(Client.BaseAddress!, before + "/posthog-proxy").ToString());
        await Assertions.Expect(Page.Locator("#live-text")).ToHaveTextAsync("Live");
    }

    public async Task SendAsync(string name, string pathBase = "", int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            using var body = JsonContent.Create(
                new[] { new { @event = name, uuid = Guid.NewGuid().ToString(), distinct_id = "visitor", timestamp = DateTime.UtcNow, properties = new { token = Token, distinct_id = "visitor" } } });

            // Browsers say how long a body is.
            await body.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
            using var answer = await Client.PostAsync(new Uri(pathBase + "/k3fw/e/", UriKind.Relative), body, TestContext.Current.CancellationToken);
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<StandInEvent> ArrivesAsync(string name)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        return await Journal.WaitForEventAsync(captured => captured.Event == name, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _profile.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postHog.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
