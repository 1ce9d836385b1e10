namespace PostHogProxy.EndToEnd;

/// <summary>Real posthog-js under aliases, in a page that calls <c>posthog.init</c> itself.</summary>
public sealed class AliasTests
{
    private static readonly string[] Events = ["$pageview", "bought", "$autocapture", "$dead_click", "$exception", "$web_vitals", "$snapshot", "survey shown"];

    private static readonly string[] Paths =
    [
        "/static/1.449.2/surveys.js", "/static/1.449.2/lazy-recorder.js", "/static/1.449.2/dead-clicks-autocapture.js",
        "/static/1.449.2/exception-autocapture.js", "/flags/", "/api/surveys/", "/i/v0/e/", "/s/",
    ];

    // Written from what posthog-js 1.449.2 asks for without aliases; no alias has a letter with a dot, a slash or a hyphen beside it.
    private static readonly string[] CanonicalParts =
    [
        "phc_", "static", "array", "config", "flags", "/e/", "/s/", "/i/", "/api", "survey", "recorder", "dead-clicks", "web-vitals", "exception",
        "toolbar", "decide", "capture", "batch", "1.449.2",
    ];

    [Theory]
    [InlineData("Module")]
    [InlineData("Script")]
    public async Task Everything_arrives_and_no_path_has_a_name_of_posthogs(string loading)
    {
        await using var visit = await OwnInitPage.OpenAsync(Enum.Parse<Loading>(loading), PathAliasMode.Only);
        await VisitAsync(visit);

        await EverythingArrivesAsync(visit);

        Assert.DoesNotContain(visit.Browser.Complaints, complaint => !complaint.Contains("out of stock", StringComparison.Ordinal));
        var asked = visit.Browser.Requests.Select(url => url.AbsolutePath).Where(path => path is not ("/" or OwnInitPage.Library or "/favicon.ico")).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, path => Assert.Matches($"^{visit.Aliases}([B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz1-9]+|\\.m?js)$", path));
        Assert.All(asked, path => Assert.DoesNotContain(CanonicalParts, part => path.Contains(part, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData(PathAliasMode.On)]
    [InlineData(PathAliasMode.Off)]
    public async Task A_page_without_them_goes_on_working_under_posthogs_own_paths(PathAliasMode mode)
    {
        await using var visit = await OwnInitPage.OpenAsync(Loading.WithoutAliases, mode);
        await VisitAsync(visit);

        await EverythingArrivesAsync(visit);

        var asked = visit.Browser.Requests.Select(url => url.AbsolutePath).ToHashSet();
        Assert.All(Paths, path => Assert.Contains(OwnInitPage.Proxy + path, asked));
    }

    private static async Task VisitAsync(OwnInitPage visit)
    {
        var page = visit.Page;
        await page.WaitForFunctionAsync("() => window.posthog?.sessionRecordingStarted?.()");

        // What the two scripts leave behind when they have run.
        await page.WaitForFunctionAsync("() => window.__PosthogExtensions__.initDeadClicksAutocapture && window.__PosthogExtensions__.errorWrappingFunctions");
        await visit.RequestAsync("/api/surveys/");
        await page.Locator("#buy").ClickAsync();
        await page.Locator("#fail").ClickAsync();
        await page.Locator("#feedback").ClickAsync();
        await page.GetByText("How was the checkout?").WaitForAsync();
        await page.Locator("#dead").ClickAsync();
    }

    private static async Task EverythingArrivesAsync(OwnInitPage visit)
    {
        foreach (var name in Events)
        {
            await visit.EventAsync(name);
        }

        foreach (var path in Paths)
        {
            Assert.Equal(200, (await visit.RequestAsync(path)).Status);
        }
    }
}
