using PostHogProxy.Package.Tests;
using PostHogProxy.Package.Tests.Consumers;
using PostHogProxy.Recipes;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>docs/snippet.md, single-page apps: an app from the package with a client of Vite, in development and built.</summary>
[Collection(PackagedApps.Collection)]
public sealed class ViteTests(PackedPackage package) : IAsyncLifetime
{
    private const string Page = "docs/snippet.md";
    private const string Section = "Single-page apps";

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="PostHogProxy.Middleware" Version="$(PostHogProxyVersion)" />
          </ItemGroup>

        </Project>
        """;

    private readonly Workspace _workspace = new(package);

    public async ValueTask InitializeAsync()
    {
        _workspace.Write("Spa/Spa.csproj", Project);
        _workspace.Write("Spa/Program.cs", $"""
            using PostHogProxy;

            var app = WebApplication.CreateBuilder(args).Build();
            app.UseFileServer();
            {DocsPage.Block(Page, Section, "csharp")}
            app.MapFallbackToFile("index.html");
            app.Run();
            """);
        _workspace.Write("Spa/appsettings.json", "{" + DocsPage.Block(Page, Section, "json") + "}");
        _workspace.Write("Spa/wwwroot/index.html", "");
        Assert.Empty(BuildOutput.Warnings(await _workspace.BuildAsync("Spa"), _workspace.Folder));
    }

    public ValueTask DisposeAsync()
    {
        _workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(true, "Off")]
    [InlineData(true, "On")]
    [InlineData(false, "Off")]
    [InlineData(false, "Only")]
    public async Task Its_pages_are_counted(bool built, string aliases)
    {
        _workspace.Write("Spa/appsettings.json", "{" + DocsPage.Block(Page, Section, "json").Replace("\"Path\"", $"\"Aliases\": \"{aliases}\", \"Path\"", StringComparison.Ordinal) + "}");
        await using var visit = await PackagedApps.BehindAsync();
        await using var app = await RunningApp.StartAsync(_workspace.PathOf("Spa/bin/Debug/net10.0"), "Spa.dll", visit.Address.TrimEnd('/'));
        await using var vite = await ViteApp.WriteAsync(app.Address);
        var address = app.Address;
        if (built)
        {
            await vite.BuildAsync(_workspace.PathOf("Spa/wwwroot"));
        }
        else
        {
            address = await vite.ServeAsync();
        }

        await visit.Page.GotoAsync(address.ToString());
        await visit.EventAsync("$pageview");
        await visit.Page.EvaluateAsync("history.pushState({}, '', '/desks')");

        Assert.Equal(["/", "/desks"], await PageViews.PathsAsync(visit));
        Assert.Empty(PageViews.Complaints(visit));
        var own = visit.Browser.Requests.Where(url => url.AbsolutePath.StartsWith("/k3fw/", StringComparison.Ordinal)).Select(url => url.AbsolutePath).ToList();
        Assert.Equal(aliases == "Off", own.Contains("/k3fw/flags/"));
        Assert.Equal(aliases != "Off", own.Exists(path => path.EndsWith(".mjs", StringComparison.Ordinal)));
    }
}
