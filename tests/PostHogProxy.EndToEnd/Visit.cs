using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using PostHogProxy.Testing;
using Storefront;

namespace PostHogProxy.EndToEnd;

/// <summary>A visitor with an empty profile in the demo shop, and the PostHog behind the shop's proxy.</summary>
internal sealed class Visit : IAsyncDisposable
{
    // Nothing waits this long in a run that works: it only ends one that hangs.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostHogStandIn _postHog;
    private readonly WebApplication _shop;
    private readonly IBrowserContext _profile;

    private Visit(PostHogStandIn postHog, WebApplication shop, Uri address, IBrowserContext profile, IPage page)
    {
        _postHog = postHog;
        _shop = shop;
        _profile = profile;
        Address = address;
        Page = page;
        Browser = new BrowserLog(profile);
    }

    /// <summary>The shop's front page.</summary>
    public Uri Address { get; }

    public IPage Page { get; }

    public BrowserLog Browser { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <summary>Starts PostHog and the shop; the browser stands before the door.</summary>
    /// <param name="shopHost">The name the visitor types.</param>
    /// <param name="proxyHost">A second name, whose root is the proxy.</param>
    /// <param name="postHogs">How PostHog behaves.</param>
    /// <param name="aliases">The switch on the shop's command line.</param>
    /// <param name="outbox">Whether the shop has an outbox, and a switch that takes PostHog down.</param>
    public static async Task<Visit> PrepareAsync(
        string shopHost = "127.0.0.1", string? proxyHost = null, StandInOptions? postHogs = null, PathAliasMode aliases = PathAliasMode.Off, bool outbox = false)
    {
        // Known before the start, because a second host's name in the shop's settings has the port in it.
        var port = FreePort();
        var postHog = await PostHogStandIn.StartAsync(postHogs);
        var shop = await StorefrontApp.BuildAsync(
            [
                "--urls", $"http://127.0.0.1:{port}",
                "--Logging:LogLevel:Default=Warning",
                $"--Storefront:ProxyHost={(proxyHost is null ? "" : $"{proxyHost}:{port}")}",
                $"--Storefront:Aliases={aliases}",
                $"--Storefront:Outage={(outbox ? "On" : "Off")}",
            ],
            postHog);
        await shop.StartAsync();

        var chromium = await TestContext.Current.GetFixture<Chromium>();
        var profile = await chromium!.NewProfileAsync();
        profile.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        await profile.AddInitScriptAsync(CapturedInBrowser.Script);
        return new Visit(postHog, shop, new Uri($"http://{shopHost}:{port}/"), profile, await profile.NewPageAsync());
    }

    /// <summary>The same, and the front page is open.</summary>
    public static async Task<Visit> BeginAsync(
        string shopHost = "127.0.0.1", string? proxyHost = null, StandInOptions? postHogs = null, PathAliasMode aliases = PathAliasMode.Off, bool outbox = false)
    {
        var visit = await PrepareAsync(shopHost, proxyHost, postHogs, aliases, outbox);
        await visit.OpenAsync();
        return visit;
    }

    public Task OpenAsync() => Page.GotoAsync(Address.ToString());

    public Task AddToBasketAsync(string slug) => Page.GetByTestId("add-" + slug).ClickAsync();

    /// <summary>Whatever the visitor does from here on is recorded; the recorder sends nothing before it has seen someone act.</summary>
    public Task RecorderStartedAsync() => Page.WaitForFunctionAsync("() => posthog.sessionRecordingStarted?.()");

    /// <summary>The page goes away, to one of the same origin that has no posthog-js.</summary>
    public Task LeaveAsync() => Page.GotoAsync(new Uri(Address, "/demo/requests").ToString());

    public Task<StandInEvent> EventAsync(string name) =>
        ArrivedAsync($"the event '{name}'", patience => Journal.WaitForEventAsync(captured => captured.Event == name, patience));

    public Task<StandInEvent> EventAsync(string what, Func<StandInEvent, bool> match) =>
        ArrivedAsync(what, patience => Journal.WaitForEventAsync(match, patience));

    public Task<StandInRequest> RequestAsync(string what, Func<StandInRequest, bool> match) =>
        ArrivedAsync(what, patience => Journal.WaitForRequestAsync(match, patience));

    /// <summary>The browser has an answer from this path.</summary>
    public Task AnsweredAsync(string path) =>
        ArrivedAsync($"an answer from {path}", async patience =>
        {
            await Browser.AnsweredAsync(path, patience);
            return path;
        });

    /// <summary>Scripts and remote config are fetched once for all visitors, so with no visitor's address.</summary>
    public static bool IsAsset(StandInRequest request) =>
        request.Path.StartsWith("/static/", StringComparison.Ordinal) || request.Path.StartsWith("/array/", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        // xunit shows this of a test that failed.
        if (TestContext.Current.TestOutputHelper is { } output)
        {
            output.WriteLine("The browser:\n" + Browser);
            output.WriteLine("PostHog:\n" + string.Join('\n', Journal.Requests.Select(request =>
                $"{request.Sequence} {request.Method} {request.Host} {request.RawTarget} {request.Status} {request.Outcome}: "
                + string.Join(", ", request.Events.Select(captured => captured.Event)))));
        }

        await _profile.DisposeAsync();
        await _shop.StopAsync();
        await _shop.DisposeAsync();
        await _postHog.DisposeAsync();
    }

    private static async Task<T> ArrivedAsync<T>(string what, Func<CancellationToken, Task<T>> wait)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await wait(patience.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No sign of {what} within {Patience.TotalSeconds:0} s.");
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
