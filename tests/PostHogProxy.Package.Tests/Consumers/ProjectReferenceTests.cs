namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>An app that references the project in place of the package, as people do who change it.</summary>
public sealed class ProjectReferenceTests
{
    [Fact]
    public async Task A_reference_to_the_project_alone_compiles_and_runs_every_public_type()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Repository.File("src/PostHogProxy.Middleware/PostHogProxy.Middleware.csproj")}" />
              </ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("Program.cs"), """
            using PostHogProxy;

            var app = WebApplication.CreateBuilder().Build();
            app.MapPostHogProxy("/x", PostHogRegion.Eu, options =>
            {
                options.Features = PostHogFeatures.All;
                options.ClientAddress = ClientAddressMode.Truncate;
                options.Aliases = PathAliasMode.On;
            });
            var mapped = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Single();
            Console.WriteLine(mapped.DisplayName);
            """, TestContext.Current.CancellationToken);

        await Dotnet.RunAsync(folder.Path, "build", "-c", "Release", "-v", "m");

        var said = await Dotnet.RunAsync(folder.Path, folder.File("bin/Release/net10.0/App.dll"));
        Assert.Contains("PostHog proxy at /x", said, StringComparison.Ordinal);
    }
}
