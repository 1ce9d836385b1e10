using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Recipes;

/// <summary>The C# of docs/snippet.md and docs/csp.md, compiled from the pages and asked as a browser asks.</summary>
public sealed partial class SnippetRecipeTests
{
    private const string Page = "docs/snippet.md";
    private const string Accepted = ".AspNet.Consent=yes";

    [Fact]
    public async Task Consent_starts_PostHog_with_the_page_after_the_form()
    {
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(DocsPage.Block(Page, "Consent", "csharp")), then: app => app.MapGet("/", RecipeApp.Render));

        Assert.DoesNotContain("k3fw", await app.PageAsync(), StringComparison.Ordinal);
        Assert.Equal("off", await app.OffAsync());

        // The form of the page, pressed.
        var form = Form().Match(DocsPage.Block(Page, "Consent", "html"));
        Assert.Equal("post", form.Groups["method"].Value);
        using var granted = await app.Client.PostAsync(new Uri(app.Client.BaseAddress!, form.Groups["action"].Value), null, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (granted.StatusCode, granted.Headers.Location?.OriginalString));
        var cookie = Assert.Single(granted.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal(Accepted, cookie);

        Assert.Contains("k3fw", await app.PageAsync(cookie), StringComparison.Ordinal);
        Assert.Null(await app.OffAsync(cookie));
    }

    [Theory]
    [InlineData("builder.Services.Configure<CookiePolicyOptions>")]
    [InlineData("app.UseCookiePolicy")]
    public async Task Without_either_half_of_the_cookie_policy_nobody_is_asked(string half)
    {
        var recipe = string.Join('\n', DocsPage.Block(Page, "Consent", "csharp").Split('\n').Where(line => !line.StartsWith(half, StringComparison.Ordinal)));
        await using var app = await RecipeApp.StartAsync(CompiledRecipe.Program(recipe), then: app => app.MapGet("/", RecipeApp.Render));

        Assert.Contains("k3fw", await app.PageAsync(), StringComparison.Ordinal);
        Assert.Null(await app.OffAsync());
    }

    [Fact]
    public async Task An_output_cache_keeps_one_page_for_each_answer()
    {
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(DocsPage.Block(Page, "Consent", "csharp"), DocsPage.Block(Page, "With an output cache", "csharp")));

        var answers = new List<(bool Snippet, bool FromCache)>();
        foreach (var cookie in new[] { "", Accepted, "", Accepted })
        {
            using var answer = await app.GetAsync("/", cookie);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            answers.Add((page.Contains("k3fw", StringComparison.Ordinal), answer.Headers.Age is not null));
        }

        Assert.Equal([(false, false), (true, false), (false, true), (true, true)], answers);
    }

    [Fact]
    public async Task On_a_host_of_its_own_the_page_alone_is_asked_for_consent()
    {
        var policy = string.Join('\n', DocsPage.Block(Page, "Consent", "csharp").Split('\n').Where(line => line.Contains("CookiePolicy", StringComparison.Ordinal)));
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(policy, DocsPage.Block(Page, "On a host of its own", "csharp")), then: app => app.MapGet("/", RecipeApp.Render));

        Assert.DoesNotContain("e.shop.example", await app.PageAsync(), StringComparison.Ordinal);
        Assert.Contains("e.shop.example", await app.PageAsync(Accepted), StringComparison.Ordinal);
        Assert.Null(await app.OffAsync(path: "https://e.shop.example/e/"));
    }

    [Fact]
    public async Task A_minimal_API_renders_the_snippet()
    {
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(DocsPage.Block("README.md", "Add one line to the app", "csharp"), DocsPage.Block(Page, "The snippet", "csharp")));

        var page = await app.PageAsync();

        Assert.Contains("\"/k3fw/static/array.js\"", page, StringComparison.Ordinal);
        Assert.Contains(DocsPage.Token, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", HttpStatusCode.OK)]
    [InlineData("true", HttpStatusCode.NoContent)]
    public async Task A_single_page_app_asks_for_token_and_hosts(string disabled, HttpStatusCode status)
    {
        const string Settings = """{"token":"phc_StandInDemoEu000000000000000000000000000000","config":{"api_host":"/k3fw","ui_host":"https://eu.posthog.com"},"aliasModule":null}""";
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(DocsPage.Block(Page, "Single-page apps", "csharp")),
            "{" + DocsPage.Block(Page, "Single-page apps", "json") + "}",
            ("PostHogProxy:Disabled", disabled));

        using var answer = await app.GetAsync("/app-settings");

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        if (status == HttpStatusCode.OK)
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Settings), JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))));
        }
    }

    [Fact]
    public async Task A_nonce_is_new_for_each_answer_and_stands_in_its_policy()
    {
        await using var app = await RecipeApp.StartAsync(
            CompiledRecipe.Program(DocsPage.Block("docs/csp.md", "The nonce", "csharp")),
            then: app =>
            {
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
                app.MapGet("/", (HttpContext context) => Results.Content(
                    PostHogSnippet.Create(context, snippet => (snippet.Token, snippet.Nonce) = (DocsPage.Token, (string)context.Items["nonce"]!)).ToString(), "text/html"));
            });

        var nonces = new HashSet<string>();
        for (var page = 0; page < 2; page++)
        {
            using var answer = await app.GetAsync("/");
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var nonce = Nonce().Match(html).Groups[1].Value;
            Assert.Contains($"script-src 'nonce-{WebUtility.HtmlDecode(nonce)}'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            nonces.Add(nonce);
        }

        Assert.Equal(2, nonces.Count);
    }

    [Fact]
    public async Task A_hash_in_the_policy_is_that_of_the_script()
    {
        await using var app = await RecipeApp.StartAsync(CompiledRecipe.Program(
            DocsPage.Block("README.md", "Add one line to the app", "csharp"), DocsPage.Block("docs/csp.md", "The hash", "csharp")));

        using var answer = await app.GetAsync("/");
        var script = Script().Match(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;

        Assert.Contains(
            $"script-src 'self' 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [GeneratedRegex("<form method=\"(?<method>[a-z]+)\" action=\"(?<action>[^\"]+)\">")]
    private static partial Regex Form();

    [GeneratedRegex("<script nonce=\"([^\"]+)\">")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
