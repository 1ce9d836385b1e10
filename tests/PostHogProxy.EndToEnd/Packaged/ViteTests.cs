using PostHogProxy.Package.Tests.Consumers;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>docs/snippet.md, single-page apps: an app from the package with a client of Vite, in development and built.</summary>
[Collection(PackagedApps.Collection)]
public sealed class ViteTests(SpaApp spa) : IClassFixture<SpaApp>
{
    [Theory]
    [InlineData(true, "Off")]
    [InlineData(true, "On")]
    [InlineData(false, "Off")]
    [InlineData(false, "Only")]
    public async Task Its_pages_are_counted(bool built, string aliases)
    {
        spa.Settings(aliases);
        await using var visit = await PackagedApps.BehindAsync();
        await using var app = await RunningApp.StartAsync(spa.Workspace.PathOf("Spa/bin/Debug/net10.0"), "Spa.dll", visit.Address.TrimEnd('/'));
        await using var vite = await ViteApp.WriteAsync(app.Address);
        var address = app.Address;
        if (built)
        {
            await vite.BuildAsync(spa.Workspace.PathOf("Spa/wwwroot"));
        }
        else
        {
            address = await vite.ServeAsync();
        }

        await visit.Page.GotoAsync(address.ToString());
        await visit.EventAsync("$pageview");
        await visit.Page.EvaluateAsync("history.pushState({}, '', '/desks')");

        Assert.Equal(["/", "/desks"], await PageViews.PathsAsync(visit, 2));
        Assert.Empty(PageViews.Complaints(visit));
        var own = visit.Browser.Requests.Where(url => url.AbsolutePath.StartsWith("/k3fw/", StringComparison.Ordinal)).Select(url => url.AbsolutePath).ToList();
        Assert.Equal(aliases == "Off", own.Contains("/k3fw/flags/"));
        Assert.Equal(aliases != "Off", own.Exists(path => path.EndsWith(".mjs", StringComparison.Ordinal)));
    }
}
