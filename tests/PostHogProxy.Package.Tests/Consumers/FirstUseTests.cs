namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>A new app installs the package, is told what is wrong with its set-up, is put right, and then runs.</summary>
public sealed class FirstUseTests(PackedPackage package)
{
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

    private const string Program = """
        using PostHogProxy;

        var app = WebApplication.CreateBuilder(args).Build();

        app.UseStaticFiles();
        app.MapPostHogProxy("/tracking/events", PostHogRegion.Eu);
        app.Run();
        """;

    private const string Script = """
        posthog.init('phc_first', {
          api_host: '/tracking/events', ui_host: 'https://us.posthog.com',
        })
        """;

    [Fact]
    public async Task The_build_names_both_mistakes_and_once_they_are_cured_an_event_passes()
    {
        using var workspace = new Workspace(package);
        workspace.Write("First/First.csproj", Project);
        workspace.Write("First/Program.cs", Program);
        workspace.Write("First/wwwroot/app.js", Script);

        var wrong = BuildOutput.Warnings(await workspace.BuildAsync("First"), workspace.PathOf("First"));

        Assert.Equal(["Program.cs:6 PHX1001", "wwwroot/app.js:2 PHX2002"], wrong.Select(said => said.At).Order(StringComparer.Ordinal));
        var path = wrong.Single(said => said.Id == "PHX1001");
        Assert.Equal(Program.Split('\n')[5].IndexOf('"', StringComparison.Ordinal) + 1, path.Column);
        Assert.Contains("EasyPrivacy", path.Message, StringComparison.Ordinal);
        Assert.Contains("/tracking/events", path.Message.Replace("'/tracking/events'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var host = wrong.Single(said => said.Id == "PHX2002");
        Assert.Equal(Script.Split('\n')[1].IndexOf("https", StringComparison.Ordinal) + 1, host.Column);
        Assert.Contains("https://eu.posthog.com", host.Message, StringComparison.Ordinal);

        // The package's own fix for the C#; what to write in the script, the message said.
        await Dotnet.RunAsync(workspace.Folder, "format", "analyzers", "First/First.csproj", "--no-restore", "--diagnostics", "PHX1001", "--severity", "warn");
        var cured = (await File.ReadAllTextAsync(workspace.PathOf("First/Program.cs"))).Split('"')[1];
        Assert.Matches("^/[a-z0-9]{3,12}$", cured);
        workspace.Write("First/wwwroot/app.js", Script.Replace("/tracking/events", cured, StringComparison.Ordinal).Replace("us.posthog.com", "eu.posthog.com", StringComparison.Ordinal));

        Assert.Empty(BuildOutput.Warnings(await workspace.BuildAsync("First", "--no-restore"), workspace.Folder));

        await using var postHog = await UpstreamPostHog.StartAsync();
        await using var app = await RunningApp.StartAsync(workspace.PathOf("First/bin/Debug/net10.0"), "First.dll", postHog.Origin);
        using var browser = new HttpClient();
        using var answer = await browser.PostAsync(new Uri(app.Address, cured + "/e/?ip=0"), new StringContent("""{"api_key":"phc_first","event":"seen"}"""));

        Assert.Equal("""{"status":"Ok"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["""POST /e/?ip=0 {"api_key":"phc_first","event":"seen"}"""], postHog.Received);
        Assert.Equal(await File.ReadAllTextAsync(workspace.PathOf("First/wwwroot/app.js")), await browser.GetStringAsync(new Uri(app.Address, "/app.js")));
    }
}
