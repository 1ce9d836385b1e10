namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>Two projects: a class library that maps the proxy, and an app that calls it and knows the package through the library alone.</summary>
public sealed class LibraryTests(PackedPackage package)
{
    private const string Shared = """
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>

          <ItemGroup>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <PackageReference Include="PostHogProxy.Middleware" Version="$(PostHogProxyVersion)" />
          </ItemGroup>

        </Project>
        """;

    private const string Mapping = """
        using Microsoft.AspNetCore.Routing;
        using Microsoft.AspNetCore.Builder;
        using PostHogProxy;

        namespace Shared;

        public static class Mapping
        {
            public static IEndpointConventionBuilder MapAnalytics(this IEndpointRouteBuilder endpoints) => endpoints.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);
        }
        """;

    private const string Shop = """
        <Project Sdk="Microsoft.NET.Sdk.Web">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>

          <ItemGroup>
            <ProjectReference Include="../Shared/Shared.csproj" />
          </ItemGroup>

        </Project>
        """;

    private const string Program = """
        using Shared;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapAnalytics();
        app.Run();
        """;

    [Fact]
    public async Task The_page_of_the_app_is_judged_by_what_the_library_maps()
    {
        using var workspace = new Workspace(package);
        workspace.Write("Shared/Shared.csproj", Shared);
        workspace.Write("Shared/Mapping.cs", Mapping);
        workspace.Write("Shop/Shop.csproj", Shop);
        workspace.Write("Shop/Program.cs", Program);
        workspace.Write("Shop/wwwroot/right.js", "posthog.init('phc_x', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' })");
        workspace.Write("Shop/wwwroot/wrong.js", "posthog.init('phc_x', {\n  api_host: '/q7wz5',\n  ui_host: 'https://us.posthog.com' })");

        var said = BuildOutput.Warnings(await workspace.BuildAsync("Shop"), workspace.PathOf("Shop"));

        Assert.Equal(["wwwroot/wrong.js:2 PHX2006", "wwwroot/wrong.js:3 PHX2002"], said.Select(each => each.At).Order(StringComparer.Ordinal));

        // Another region in the library is another reference for the app: it is judged again.
        workspace.Write("Shared/Mapping.cs", Mapping.Replace("PostHogRegion.Eu", "PostHogRegion.Us", StringComparison.Ordinal));

        said = BuildOutput.Warnings(await workspace.BuildAsync("Shop", "--no-restore"), workspace.PathOf("Shop"));

        Assert.Equal(["wwwroot/right.js:1 PHX2002", "wwwroot/wrong.js:2 PHX2006"], said.Select(each => each.At).Order(StringComparer.Ordinal));
    }
}
