using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

/// <summary>
/// The toolbar is not in the npm package. Here real posthog-js loads a stand-in for it that does as PostHog/posthog#69093 says: a classic loader,
/// which gets the app by <c>import()</c> from beside itself, and the app a chunk of its own.
/// </summary>
public sealed class ToolbarTests
{
    private const string Loader = """
        (() => {
          const beside = document.currentScript.src;
          window.ph_load_toolbar = parameters => {
            window.toolbarParameters = parameters;
            import(new URL('/k3fw/static/toolbar/toolbar-app-1.js', beside));
          };
        })();
        """;

    // docs/csp.md, "The toolbar".
    [Theory]
    [InlineData("script-src 'nonce-bjBuY2U'")]
    [InlineData("script-src 'nonce-bjBuY2U' 'strict-dynamic'")]
    [InlineData("script-src 'self' 'nonce-bjBuY2U'")]
    [InlineData("script-src 'self' {hash}")]
    [InlineData("script-src 'strict-dynamic' {hash}")]
    public async Task The_scripts_of_the_toolbar_load_below_the_proxy_under_every_policy(string scripts)
    {
        await using var page = await SnippetPage.PrepareAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            policy: snippet => "default-src 'none'; connect-src 'self'; worker-src 'self' blob:; img-src 'self' data:; style-src 'nonce-bjBuY2U'; base-uri 'none'; "
                + scripts.Replace("{hash}", snippet.CspHash, StringComparison.Ordinal),
            postHogs: new StandInOptions { Intercept = Toolbar });

        await page.OpenAsync("/page#__posthog=" + Uri.EscapeDataString($$"""{"action":"ph_authorize","token":"{{SnippetPage.Token}}"}"""));
        await page.Page.WaitForFunctionAsync("() => window.toolbarChunk === 'here'");

        Assert.Equal("https://eu.posthog.com", await page.Page.EvaluateAsync<string>("toolbarParameters.apiURL"));
        Assert.All(
            page.Browser.Requests.Where(url => url.AbsolutePath.Contains("toolbar", StringComparison.Ordinal)),
            url => Assert.StartsWith("/k3fw/static/", url.AbsolutePath, StringComparison.Ordinal));
        Assert.Empty(page.Browser.Complaints);
    }

    private static Task Toolbar(HttpContext context, Func<Task> next)
    {
        var path = context.Request.Path.Value!;
        var script = path.EndsWith("/toolbar.js", StringComparison.Ordinal) ? Loader
            : path.EndsWith("/toolbar-app-1.js", StringComparison.Ordinal) ? "import './chunk-2.js';"
            : path.EndsWith("/chunk-2.js", StringComparison.Ordinal) ? "window.toolbarChunk = 'here';"
            : null;
        if (script is null)
        {
            return next();
        }

        context.Response.ContentType = "text/javascript";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return context.Response.WriteAsync(script);
    }
}
