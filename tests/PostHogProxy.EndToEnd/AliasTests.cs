namespace PostHogProxy.EndToEnd;

/// <summary>Real posthog-js under aliases, in a page that calls <c>posthog.init</c> itself.</summary>
public sealed class AliasTests
{
    private static readonly string[] Paths =
    [
        "/static/1.449.2/surveys.js", "/static/1.449.2/lazy-recorder.js", "/static/1.449.2/dead-clicks-autocapture.js",
        "/static/1.449.2/exception-autocapture.js", "/flags/", "/api/surveys/", "/i/v0/e/", "/s/",
    ];

    [Theory]
    [InlineData("Module")]
    [InlineData("Script")]
    public async Task Everything_arrives_and_no_path_has_a_name_of_posthogs(string loading)
    {
        await using var visit = await OwnInitPage.OpenAsync(Enum.Parse<Loading>(loading), PathAliasMode.Only);
        await EveryProduct.UseAsync(visit.Page, visit.Journal);

        await EverythingArrivesAsync(visit);

        Assert.Empty(EveryProduct.Complaints(visit.Browser));
        var asked = visit.Browser.Requests.Select(url => url.AbsolutePath).Where(path => path is not ("/" or OwnInitPage.Library or "/favicon.ico")).ToList();
        AliasedPaths.AreAllOf(asked, visit.Aliases);
    }

    [Theory]
    [InlineData(PathAliasMode.On)]
    [InlineData(PathAliasMode.Off)]
    public async Task A_page_without_them_goes_on_working_under_posthogs_own_paths(PathAliasMode mode)
    {
        await using var visit = await OwnInitPage.OpenAsync(Loading.WithoutAliases, mode);
        await EveryProduct.UseAsync(visit.Page, visit.Journal);

        await EverythingArrivesAsync(visit);

        // What the browser tells lags behind what PostHog saw.
        foreach (var path in Paths)
        {
            await visit.AnsweredAsync(path);
        }

        var asked = visit.Browser.Requests.Select(url => url.AbsolutePath).ToHashSet();
        Assert.All(Paths, path => Assert.Contains(OwnInitPage.Proxy + path, asked));
    }

    private static async Task EverythingArrivesAsync(OwnInitPage visit)
    {
        foreach (var name in EveryProduct.Events)
        {
            await visit.EventAsync(name);
        }

        foreach (var path in Paths)
        {
            Assert.Equal(200, (await visit.RequestAsync(path)).Status);
        }
    }
}
