using Microsoft.AspNetCore.Builder;
using PostHogProxy.EndToEnd.Blocking;

namespace PostHogProxy.EndToEnd;

/// <summary>The snippet with whichever posthog-js PostHog serves: a self-hosted one serves the one it was released with.</summary>
public sealed class SnippetClientsTests
{
    private const string Current = "1.449.2";

    // 1.391.3 is the last that writes ip= into its addresses, 1.415.7 the last without rewriteRequestPath.
    [Theory]
    [InlineData(Current, PathAliasMode.Off)]
    [InlineData(Current, PathAliasMode.On)]
    [InlineData("1.415.7", PathAliasMode.Off)]
    [InlineData("1.415.7", PathAliasMode.On)]
    [InlineData("1.391.3", PathAliasMode.Off)]
    [InlineData("1.391.3", PathAliasMode.On)]
    public async Task Every_product_of_PostHog_works_and_only_a_client_that_knows_aliases_asks_for_them(string version, PathAliasMode mode)
    {
        await using var visit = await SnippetPage.PrepareAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.Aliases = mode;
            }),
            body: EveryProduct.Buttons,
            init: EveryProduct.Options,
            postHogs: await ClientPage.PostHogWithAsync(version));

        await visit.OpenAsync();
        await EveryProduct.UseAsync(visit.Page, visit.Journal);
        await visit.Page.WaitForFunctionAsync("() => posthog.getFeatureFlag('hero-copy') === 'short'");
        foreach (var name in EveryProduct.Events)
        {
            await visit.EventAsync(name);
        }

        var bought = Assert.Single(visit.Journal.Events, captured => captured.Event == "bought");
        Assert.Equal(version, bought.Body.GetProperty("properties").GetProperty("$lib_version").GetString());
        Assert.Empty(EveryProduct.Complaints(visit.Browser));
        Assert.All(visit.Journal.Requests, request => Assert.Equal((request.Path, 200), (request.Path, request.Status)));
        var asked = visit.Browser.Requests.Where(url => url.Scheme == "http").Select(url => url.AbsolutePath).Where(path => path != "/page").ToList();
        if (mode == PathAliasMode.On && version == Current)
        {
            AliasedPaths.AreAllOf(asked, "/k3fw/");
            return;
        }

        // The snippet cannot know who comes, so posthog-js itself has its alias; what it then asks for, it names as it always did.
        var first = asked[0];
        if (mode == PathAliasMode.On)
        {
            AliasedPaths.AreAllOf([first], "/k3fw/");
        }
        else
        {
            Assert.Equal("/k3fw/static/array.js", first);
        }

        var below = asked.Skip(1).Select(path => path["/k3fw".Length..]).ToHashSet();
        Assert.Superset(CanonicalPaths(version), below);
        Assert.All(below, path => Assert.Matches("^/(static|array|flags|api|e|i|s)/", path));
    }

    private static HashSet<string> CanonicalPaths(string version)
    {
        var (scripts, webVitals) = version == Current ? ($"/static/{version}/", "web-vitals-with-attribution.js") : ("/static/", "web-vitals.js");
        return
        [
            $"/array/{SnippetPage.Token}/config.js", scripts + "surveys.js", scripts + "lazy-recorder.js", scripts + "dead-clicks-autocapture.js",
            scripts + webVitals, scripts + "exception-autocapture.js", "/flags/", "/api/surveys/", "/i/v0/e/", "/s/",
        ];
    }
}
