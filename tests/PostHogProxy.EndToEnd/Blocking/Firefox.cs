using System.Text.Json;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>A request as the page made it. <paramref name="Name"/> is PostHog's own name of it, below the proxy; <paramref name="How"/> fetch, script or beacon.</summary>
internal sealed record AskedRequest(string Url, string Name, string How, string? End);

/// <summary>A request that the browser says never left it, or was not answered.</summary>
internal sealed record FailedRequest(string Url, string Why);

internal sealed record FirefoxVisit(IReadOnlyList<AskedRequest> Asked, IReadOnlyList<FailedRequest> Failed);

internal sealed record FirefoxRun(string Browser, IReadOnlyList<FirefoxVisit> Visits);

/// <summary>A real Firefox, driven over WebDriver BiDi by tests/browsers/firefox.mjs, with or without the uBlock Origin of Debian.</summary>
internal static class Firefox
{
    private static readonly string[] Names = ["firefox-esr", "firefox"];
    private const string Extension = "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/uBlock0@raymondhill.net/manifest.json";

    /// <summary>The version of uBlock Origin that is installed.</summary>
    public static string ExtensionVersion
    {
        get
        {
            Assert.True(File.Exists(Extension), $"There is no {Extension}: install webext-ublock-origin-firefox, or run ./test.sh --long as root.");
            using var manifest = JsonDocument.Parse(File.ReadAllText(Extension));
            return manifest.RootElement.GetProperty("version").GetString()!;
        }
    }

    /// <param name="extension">Whether uBlock Origin is in it.</param>
    /// <param name="lists">Files with the lists it uses; none: its own.</param>
    /// <param name="canary">A path that is blocked once the lists are read.</param>
    /// <param name="visits">The Storefronts, and what to expect in each.</param>
    public static async Task<FirefoxRun> RunAsync(
        bool extension, IReadOnlyList<string> lists, string canary, IEnumerable<(FirefoxScenario Scenario, ScenarioShop Shop)> visits)
    {
        var question = JsonSerializer.Serialize(new
        {
            firefox = Program(),
            extension,
            lists,
            canary,
            patience = 2 * Visit.Patience.TotalMilliseconds,
            visits = visits.Select(visit => new
            {
                url = $"http://www.shop.example:{visit.Shop.Port}/",
                proxy = visit.Scenario.Prefix,
                plan = visit.Scenario.Plan,
            }),
        });
        return JsonSerializer.Deserialize<FirefoxRun>(await ClientPage.Browsers.AskAsync("firefox.mjs", question), JsonSerializerOptions.Web)!;
    }

    private static string Program()
    {
        var found = Environment.GetEnvironmentVariable("POSTHOGPROXY_FIREFOX") is { Length: > 0 } named
            ? named
            : (from name in Names
               from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
               let path = Path.Combine(folder, name)
               where File.Exists(path)
               select path).FirstOrDefault();
        Assert.True(found is not null, "There is no Firefox: install firefox-esr, or set POSTHOGPROXY_FIREFOX to its path.");
        return found;
    }
}
