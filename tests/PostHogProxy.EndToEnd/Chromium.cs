using Microsoft.Playwright;
using PostHogProxy.EndToEnd;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace PostHogProxy.EndToEnd;

/// <summary>One real browser for all tests; each test visits with a profile of its own.</summary>
internal sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",

        // posthog-js captures nothing where navigator.webdriver is true or the browser calls itself headless. Said to the whole
        // browser: Playwright's own override of the user agent is gone again when a page hears pagehide.
        "--disable-blink-features=AutomationControlled",
        "--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36",

        // Whatever the page asks for, nothing leaves this machine: a name that is not local does not resolve.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)Visit.Patience.TotalMilliseconds);
        var program = Program();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,

            // Without a Chromium of the machine: the one Playwright installed, whole, not its headless-only cut.
            Channel = program is null ? "chromium" : null,
            Headless = true,
            Args = Arguments,
        });
    }

    /// <summary>An empty profile.</summary>
    public Task<IBrowserContext> NewProfileAsync() => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        Locale = "en-GB",
    });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Program() =>
        Environment.GetEnvironmentVariable("POSTHOGPROXY_CHROMIUM") is { Length: > 0 } named
            ? named
            : (from name in Names
               from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
               let path = Path.Combine(folder, name)
               where File.Exists(path)
               select path).FirstOrDefault();
}
