using System.Text.RegularExpressions;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>Somebody's test project with <c>WebApplicationFactory</c>, from the packages alone: one test is green, and the wrong one says what is wrong.</summary>
public sealed class TestProjectTests(PackedPackage package)
{
    private const string Shop = """
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

    private const string Program = """
        using PostHogProxy;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
        app.Run();
        """;

    private const string Tests = """
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="xunit.v3" Version="XUNIT" />
            <PackageReference Include="Microsoft.AspNetCore.Mvc.Testing" Version="MVCTESTING" />
            <PackageReference Include="PostHogProxy.Testing" Version="$(PostHogProxyVersion)" />
            <ProjectReference Include="../Shop/Shop.csproj" />
          </ItemGroup>

        </Project>
        """;

    private const string Code = """"
        using Microsoft.AspNetCore.Mvc.Testing;
        using Microsoft.AspNetCore.TestHost;
        using Microsoft.Extensions.DependencyInjection;
        using PostHogProxy.Testing;
        using Xunit;

        public sealed class ShopTests
        {
            [Fact]
            public async Task A_checkout_is_measured()
            {
                await using var posthog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
                await using var shop = new WebApplicationFactory<Program>().WithWebHostBuilder(
                    host => host.ConfigureTestServices(services => services.UsePostHogStandIn(posthog)));
                using var visitor = shop.CreateClient();

                await BuyAsync(visitor, StandInProject.EuDemo.Token);
                var script = await visitor.GetStringAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

                await posthog.WaitForEventAsync("checkout completed", cancellationToken: TestContext.Current.CancellationToken);
                Assert.Empty(posthog.Problems);
                Assert.Contains("posthog", script);
            }

            [Fact]
            public async Task A_checkout_with_a_mistyped_token()
            {
                await using var posthog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
                await using var shop = new WebApplicationFactory<Program>().WithWebHostBuilder(
                    host => host.ConfigureTestServices(services => services.UsePostHogStandIn(posthog)));
                using var visitor = shop.CreateClient();

                await BuyAsync(visitor, "phc_mistyped");

                await posthog.WaitForEventAsync("checkout completed", TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            }

            private static async Task BuyAsync(HttpClient visitor, string token)
            {
                var body = $$"""{"event":"checkout completed","distinct_id":"d","api_key":"{{token}}"}""";
                using var answer = await visitor.PostAsync("/k3fw/e/", new StringContent(body), TestContext.Current.CancellationToken);
                answer.EnsureSuccessStatusCode();
            }
        }
        """";

    [Fact]
    public async Task Its_right_test_is_green_and_its_wrong_one_says_what_to_do()
    {
        using var workspace = new Workspace(package);
        workspace.Write("Shop/Shop.csproj", Shop);
        workspace.Write("Shop/Program.cs", Program);
        workspace.Write("Shop.Tests/Shop.Tests.csproj", Tests.Replace("XUNIT", VersionOf("xunit.v3"), StringComparison.Ordinal)
            .Replace("MVCTESTING", VersionOf("Microsoft.AspNetCore.Mvc.Testing"), StringComparison.Ordinal));
        workspace.Write("Shop.Tests/ShopTests.cs", Code);
        await workspace.BuildAsync("Shop.Tests");

        var green = await RunAsync(workspace, "A_checkout_is_measured");
        var red = (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(workspace, "A_checkout_with_a_mistyped_token"))).Message;

        Assert.Contains("Total: 1, Errors: 0, Failed: 0", green, StringComparison.Ordinal);
        Assert.Contains("Total: 1, Errors: 0, Failed: 1", red, StringComparison.Ordinal);
        Assert.Contains("No event 'checkout completed' reached the stand-in within 1 s.", red, StringComparison.Ordinal);
        Assert.Contains("'phc_mistyped' is no project of this stand-in", red, StringComparison.Ordinal);
        Assert.Contains("add new StandInProject(\"phc_mistyped\", PostHogRegion.Eu) to StandInOptions.Projects", red, StringComparison.Ordinal);
    }

    private static Task<string> RunAsync(Workspace workspace, string test) =>
        Dotnet.RunAsync(workspace.PathOf("Shop.Tests/bin/Debug/net10.0"), "exec", "Shop.Tests.dll", "-noLogo", "-noColor", "-method", "ShopTests." + test);

    // The version that this repository pins is one that the machine's feed has.
    private static string VersionOf(string name) =>
        Regex.Match(File.ReadAllText(Repository.File("Directory.Packages.props")), $"Include=\"{Regex.Escape(name)}\" Version=\"([^\"]+)\"").Groups[1].Value;
}
