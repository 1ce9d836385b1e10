using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Middleware.Tests.Snippet;

public sealed class SnippetSettingsTests
{
    private const string Settings = "/app-settings";

    [Fact]
    public async Task An_endpoint_that_returns_them_answers_with_the_names_of_posthog_js()
    {
        await using var app = await StartAsync(options => options.ProjectTokens.Add(SnippetApp.Token));

        Assert.Equal(
            """{"token":"phc_StandInDemoEu000000000000000000000000000000","config":{"api_host":"/k3fw","ui_host":"https://eu.posthog.com"},"aliasModule":null}""",
            await app.HeadAsync("http://shop.example" + Settings));
    }

    [Fact]
    public async Task Options_of_the_page_stand_beside_the_hosts()
    {
        await using var app = await StartAsync(options => options.ProjectTokens.Add(SnippetApp.Token), page =>
        {
            page.Defaults = "2026-01-30";
            page.PersonProfiles = "identified_only";
            page.Options = """{"session_recording": {"maskAllInputs": true}, "autocapture": false}""";
            page.Nonce = "n0nce";
        });

        using var read = JsonDocument.Parse(await app.HeadAsync("http://shop.example" + Settings));

        Assert.Equal(
            """{"api_host":"/k3fw","ui_host":"https://eu.posthog.com","defaults":"2026-01-30","person_profiles":"identified_only","session_recording":{"maskAllInputs":true},"autocapture":false}""",
            read.RootElement.GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task With_aliases_the_module_is_one_that_the_proxy_serves()
    {
        await using var app = await StartAsync(options =>
        {
            options.ProjectTokens.Add(SnippetApp.Token);
            options.UsePathAliases();
        });

        using var read = JsonDocument.Parse(await app.HeadAsync("http://shop.example" + Settings));
        var module = read.RootElement.GetProperty("aliasModule").GetString()!;

        Assert.Matches("^/k3fw/[a-z0-9]+\\.mjs$", module);
        Assert.Contains("export", await app.HeadAsync("http://shop.example" + module), StringComparison.Ordinal);
        Assert.False(read.RootElement.GetProperty("config").TryGetProperty("rewriteRequestPath", out _));
    }

    [Fact]
    public async Task A_proxy_on_a_host_of_its_own_has_its_module_there()
    {
        await using var app = await SnippetApp.StartAsync(each =>
        {
            each.MapPostHogProxy("/", PostHogRegion.Us, options =>
            {
                options.ProjectTokens.Add(SnippetApp.Token);
                options.UsePathAliases();
            }).RequireHost("e.shop.example");
            Map(each);
        });

        using var read = JsonDocument.Parse(await app.HeadAsync("https://shop.example" + Settings));

        Assert.Equal("https://e.shop.example", read.RootElement.GetProperty("config").GetProperty("api_host").GetString());
        Assert.Matches("^https://e\\.shop\\.example/[a-z0-9]+\\.mjs$", read.RootElement.GetProperty("aliasModule").GetString());
    }

    [Fact]
    public async Task Where_PostHog_is_off_they_are_null_and_nothing_is_logged()
    {
        await using var app = await StartAsync(options =>
        {
            options.ProjectTokens.Add(SnippetApp.Token);
            options.DisabledWhen = context => context.Request.Query["consent"] != "yes";
        });

        Assert.Equal("null", await app.HeadAsync("http://shop.example" + Settings));
        Assert.Contains("/k3fw", await app.HeadAsync("http://shop.example" + Settings + "?consent=yes"), StringComparison.Ordinal);
        Assert.Empty(app.Logged(27));
    }

    [Theory]
    [InlineData(null, "no token is given")]
    [InlineData("phx_4Rt8VbNq2ZsLd0WmKc6YxJh1GfPe9TuAo3SiQw", "phx_")]
    public async Task Where_something_is_wrong_they_are_null_and_the_log_says_what(string? token, string said)
    {
        await using var app = await StartAsync(_ => { }, page => page.Token = token);

        Assert.Equal("null", await app.HeadAsync("http://shop.example" + Settings));
        Assert.Contains(said, Assert.Single(app.Logged(27)), StringComparison.Ordinal);
        Assert.DoesNotContain("Rt8VbNq2ZsLd", Assert.Single(app.Logged(27)), StringComparison.Ordinal);
    }

    private static Task<SnippetApp> StartAsync(Action<PostHogProxyOptions> options, Action<PostHogSnippetOptions>? page = null) =>
        SnippetApp.StartAsync(each =>
        {
            each.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options);
            Map(each, page);
        });

    private static void Map(WebApplication app, Action<PostHogSnippetOptions>? page = null) =>
        app.MapGet(Settings, (HttpContext context) => PostHogSnippet.Settings(context, page));
}
