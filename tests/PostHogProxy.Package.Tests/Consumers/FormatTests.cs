namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>The package's fixes, as a developer applies them: one command, once.</summary>
public sealed class FormatTests(PackedPackage package)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="PostHogProxy.Middleware" Version="$(PostHogProxyVersion)" />
          </ItemGroup>

        </Project>
        """;

    private const string Program = """"
        using PostHogProxy;

        var app = WebApplication.CreateBuilder(args).Build();

        app.MapPostHogProxy("/tracking/events", PostHogRegion.Eu);
        app.MapPostHogProxy("/analytics", PostHogRegion.Eu).RequireAuthorization();
        app.MapPostHogProxy("t7k2/", PostHogRegion.Eu);
        app.MapPostHogProxy("/m2xd", PostHogRegion.Eu);
        app.MapGet("/a", () => "posthog.init('phc_x', { api_host: '/m2xd', ui_host: 'https://us.posthog.com' })");
        app.MapGet("/b", () => "posthog.init('phc_x', { api_host: '/m2xd', ui_host: 'https://eu.i.posthog.com' })");
        app.Run();
        """";

    [Fact]
    public async Task One_run_of_dotnet_format_applies_every_fix()
    {
        using var workspace = new Workspace(package);
        workspace.Write("Fixed/Fixed.csproj", Project);
        workspace.Write("Fixed/Program.cs", Program);
        var before = BuildOutput.Warnings(await workspace.BuildAsync("Fixed"), workspace.PathOf("Fixed"));
        Assert.Equal(["PHX1001", "PHX1002", "PHX1003", "PHX1004", "PHX2002", "PHX2004"], before.Select(said => said.Id).Order(StringComparer.Ordinal));

        await Dotnet.RunAsync(workspace.Folder, "format", "analyzers", "Fixed/Fixed.csproj", "--no-restore", "--severity", "warn");

        Assert.Empty(BuildOutput.Warnings(await workspace.BuildAsync("Fixed", "--no-restore"), workspace.PathOf("Fixed")));
    }
}
