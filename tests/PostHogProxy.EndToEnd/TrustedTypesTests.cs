using Microsoft.AspNetCore.Builder;

namespace PostHogProxy.EndToEnd;

/// <summary>Real posthog-js in a page whose policy asks for Trusted Types. docs/csp.md says which directive does what.</summary>
public sealed class TrustedTypesTests
{
    private const string Rest =
        "; default-src 'none'; script-src 'nonce-bjBuY2U'; connect-src 'self'; worker-src 'self' blob:; img-src 'self' data:; style-src 'nonce-bjBuY2U'; base-uri 'none'";

    // The same as on the page of the docs.
    private const string DefaultPolicy = """
        trustedTypes.createPolicy('default', {
          createScriptURL: url => new URL(url, location.href).href.startsWith(location.origin + '/k3fw/') ? url : null
        });
        """;

    [Theory]
    [InlineData("require-trusted-types-for 'script'; trusted-types posthog dompurify")]
    [InlineData("require-trusted-types-for 'script'")]
    public async Task The_snippet_loads_and_what_the_page_captures_and_flags_arrive(string directive)
    {
        await using var page = await SnippetPage.PrepareAsync(Map, "posthog.capture('early'); posthog.onFeatureFlags(() => { window.flagsCame = true; });", policy: _ => directive + Rest);

        await page.OpenAsync();
        await page.LoadedAsync();
        await page.Page.WaitForFunctionAsync("() => window.flagsCame");

        await page.EventAsync("early");
        await page.EventAsync("$pageview");
    }

    // posthog-js 1.449.2 gives each further script its address as plain text, which only a default policy of the page's lets pass.
    [Fact]
    public async Task Without_a_default_policy_remote_config_the_recorder_and_surveys_stay_away()
    {
        await using var page = await SnippetPage.PrepareAsync(Map, policy: _ => "require-trusted-types-for 'script'; trusted-types posthog dompurify" + Rest);

        await page.OpenAsync();
        await page.LoadedAsync();
        await page.EventAsync("$pageview");

        Assert.Equal(["/k3fw/static/array.js"], page.Browser.Requests.Select(url => url.AbsolutePath).Where(path => path.EndsWith(".js", StringComparison.Ordinal)));
        Assert.Contains(page.Browser.Complaints, complaint => complaint.Contains("TrustedScriptURL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_default_policy_for_the_proxys_path_a_recording_and_a_survey_work_too()
    {
        await using var page = await SnippetPage.PrepareAsync(
            Map, DefaultPolicy, policy: _ => "require-trusted-types-for 'script'; trusted-types posthog dompurify default" + Rest);

        await page.OpenAsync();
        await page.LoadedAsync();
        await page.Page.WaitForFunctionAsync("() => posthog.sessionRecordingStarted?.()");
        await page.Page.ClickAsync("#b");
        await page.EventAsync("$snapshot");
        await page.Page.EvaluateAsync("posthog.capture('survey requested')");
        await page.Page.GetByText("How was the checkout?").WaitForAsync();

        Assert.Empty(page.Browser.Complaints);
    }

    [Fact]
    public async Task A_report_of_a_broken_policy_goes_through_the_proxy()
    {
        await using var page = await SnippetPage.PrepareAsync(
            Map, "document.head.appendChild(document.createElement('style')).textContent = 'h1 { color: red }';",
            policy: _ => "report-uri /k3fw/report/?token=" + SnippetPage.Token + Rest);

        await page.OpenAsync();
        var report = await page.EventAsync("$csp_violation");

        Assert.Equal("style-src-elem", report.Body.GetProperty("effective-directive").GetString());
    }

    private static void Map(WebApplication app, Action<PostHogProxyOptions> connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
}
