using PostHogProxy.Package.Tests;
using PostHogProxy.Package.Tests.Consumers;
using PostHogProxy.Recipes;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>The server of docs/snippet.md, single-page apps, built once from the package.</summary>
public sealed class SpaApp(PackedPackage package) : IAsyncLifetime
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

    internal Workspace Workspace { get; } = new(package);

    public async ValueTask InitializeAsync()
    {
        Workspace.Write("Spa/Spa.csproj", Project);
        Workspace.Write("Spa/Program.cs", $"""
            using PostHogProxy;

            var app = WebApplication.CreateBuilder(args).Build();
            app.UseFileServer();
            {DocsPage.Block(Page, Section, "csharp")}
            app.MapFallbackToFile("index.html");
            app.Run();
            """);
        Workspace.Write("Spa/appsettings.json", "{" + DocsPage.Block(Page, Section, "json") + "}");
        Workspace.Write("Spa/wwwroot/index.html", "");
        Assert.Empty(BuildOutput.Warnings(await Workspace.BuildAsync("Spa"), Workspace.Folder));
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the page's own settings, with aliases.</summary>
    internal void Settings(string aliases) => Workspace.Write(
        "Spa/appsettings.json", "{" + DocsPage.Block(Page, Section, "json").Replace("\"Path\"", $"\"Aliases\": \"{aliases}\", \"Path\"", StringComparison.Ordinal) + "}");
}
