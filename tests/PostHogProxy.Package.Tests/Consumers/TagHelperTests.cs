using System.Text.RegularExpressions;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>The tag helper out of the package, in a layout that somebody else's build has compiled.</summary>
[Collection(BuiltApps.Collection)]
public sealed class TagHelperTests(BuiltApps apps)
{
    [Fact]
    public async Task A_compiled_page_carries_the_snippet_of_the_mapped_proxy_and_the_build_says_nothing_of_it()
    {
        Assert.DoesNotContain(apps.Warnings("BookClub"), said => said.File is "Pages/Shared/_Measured.cshtml" or "Pages/Join.cshtml");

        // The page asks PostHog for nothing: no browser reads it.
        await using var app = await RunningApp.StartAsync(apps.Folder("BookClub/bin/Debug/net10.0"), "BookClub.dll", "https://eu.i.posthog.com");
        using var client = new HttpClient();
        var page = await client.GetStringAsync(new Uri(app.Address, "/Join"));

        var nonce = Regex.Match(page, "<main data-nonce=\"([^\"]+)\">").Groups[1].Value;
        var snippet = Regex.Match(page, $"<head>.*<script nonce=\"{Regex.Escape(nonce)}\">(.*?)</script>\\s*<script nonce=\"{Regex.Escape(nonce)}\">posthog\\.set_config", RegexOptions.Singleline);
        Assert.True(snippet.Success, page);
        Assert.DoesNotContain("posthog-snippet", page, StringComparison.Ordinal);
        foreach (var part in new[]
        {
            "\"phc_bookclub\"", "\"api_host\":\"/stats/events\"", "\"ui_host\":\"https://eu.posthog.com\"", "\"defaults\":\"2026-01-30\"", "\"person_profiles\":\"identified_only\"",
            "\"maskAllInputs\":true", "/stats/events/static/array.js",
        })
        {
            Assert.Contains(part, snippet.Groups[1].Value.Replace("\\u002F", "/", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
        }
    }
}
