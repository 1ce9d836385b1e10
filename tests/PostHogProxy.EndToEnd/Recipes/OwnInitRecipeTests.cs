using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.EndToEnd;

namespace PostHogProxy.Recipes;

/// <summary>Pages that call <c>posthog.init</c> themselves, as docs/aliases.md and docs/snippet.md write them.</summary>
public sealed class OwnInitRecipeTests
{
    [Theory]
    [InlineData("DocsDynamicImport")]
    [InlineData("DocsStaticImport")]
    [InlineData("DocsScript")]
    public async Task With_aliases_on_each_way_asks_for_aliases_alone(string loading)
    {
        await using var visit = await OwnInitPage.OpenAsync(Enum.Parse<Loading>(loading), PathAliasMode.On);

        await visit.EventAsync("$pageview");

        Assert.Empty(visit.Browser.Complaints);
        AliasedPaths.AreAllOf(Asked(visit), visit.Aliases);
    }

    [Fact]
    public async Task With_aliases_off_a_dynamic_import_starts_PostHog_under_its_own_paths()
    {
        await using var visit = await OwnInitPage.OpenAsync(Loading.DocsDynamicImport, PathAliasMode.Off);

        await visit.EventAsync("$pageview");

        // No alias is one where they are off: PostHog itself was asked for its own path.
        Assert.Equal(200, (await visit.RequestAsync("/flags/")).Status);
        Assert.DoesNotContain(visit.Browser.Complaints, complaint => complaint.StartsWith("uncaught", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_aliases_off_a_static_import_keeps_the_pages_script_from_running()
    {
        await using var visit = await OwnInitPage.OpenAsync(Loading.DocsStaticImport, PathAliasMode.Off);

        // The page is loaded, and its module scripts with it.
        Assert.Equal("undefined", await visit.Page.EvaluateAsync<string>("typeof window.posthog"));
        Assert.Equal([visit.Aliases + ".mjs"], Asked(visit));
    }

    [Fact]
    public async Task A_single_page_app_starts_with_what_the_app_answers()
    {
        var recipe = DocsPage.Block("docs/snippet.md", "Single-page apps", "js").Replace("'posthog-js'", "'/library.js'", StringComparison.Ordinal);
        await using var visit = await RecipeVisit.OpenAsync(builder =>
        {
            var settings = System.Text.Encoding.UTF8.GetBytes("{" + DocsPage.Block("docs/snippet.md", "Single-page apps", "json") + "}");
            Microsoft.Extensions.Configuration.JsonConfigurationExtensions.AddJsonStream(builder.Configuration, new MemoryStream(settings));
            var app = CompiledRecipe.Program(DocsPage.Block("docs/snippet.md", "Single-page apps", "csharp"))(builder);
            app.MapGet("/library.js", () => Results.File(OwnInitPage.NpmModule(), "text/javascript"));
            app.MapGet("/", () => Results.Content(
                $"""<!DOCTYPE html><title>Lamps</title><link rel="icon" href="data:,"><script type="module">{recipe} window.posthog = posthog; await startPostHog();</script>""", "text/html"));
            return app;
        });

        await visit.EventAsync("$pageview");
        await visit.Page.EvaluateAsync("history.pushState({}, '', '/desks')");
        await visit.EventAsync(captured => captured.Event == "$pageview" && captured.Body.GetProperty("properties").GetProperty("$pathname").GetString() == "/desks");

        Assert.Empty(visit.Browser.Complaints);
    }

    private static List<string> Asked(OwnInitPage visit) =>
        [.. visit.Browser.Requests.Select(url => url.AbsolutePath).Where(path => path is not ("/" or OwnInitPage.Library or "/favicon.ico"))];
}
