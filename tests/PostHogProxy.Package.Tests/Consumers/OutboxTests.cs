namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>An app installs both outboxes from the packed folder, is killed in an outage, and has lost nothing.</summary>
public sealed class OutboxTests(PackedPackage package)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <IsAotCompatible>true</IsAotCompatible>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="PostHogProxy.Middleware" Version="$(PostHogProxyVersion)" />
            <PackageReference Include="PostHogProxy.Outbox.Sqlite" Version="$(PostHogProxyVersion)" />
            <PackageReference Include="PostHogProxy.Outbox.Redis" Version="$(PostHogProxyVersion)" />
          </ItemGroup>

        </Project>
        """;

    private const string Program = """
        using PostHogProxy;

        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration.GetConnectionString("redis") is { } redis)
        {
            builder.Services.AddPostHogProxy().AddRedisOutbox(redis);
        }
        else
        {
            builder.Services.AddPostHogProxy().AddSqliteOutbox(options => (options.Path, options.MinFreeDisk) = ("data/outbox.db", 0));
        }

        var app = builder.Build();
        app.MapPostHogProxy("/m4hc2", PostHogRegion.Eu);
        if (app.Environment.IsDevelopment())
        {
            app.MapPostHogProxyPage();
        }

        app.Run();
        """;

    private const string Event = """{"api_key":"phc_first","event":"seen in the outage","distinct_id":"d","timestamp":"2026-11-29T12:00:00.000Z"}""";

    [Fact]
    public async Task An_event_of_an_outage_outlives_the_app_and_arrives()
    {
        using var workspace = Kept();
        await workspace.BuildAsync("Kept");
        await OutliveAsync(workspace, postHog => RunningApp.StartAsync(workspace.PathOf("Kept/bin/Debug/net10.0"), "Kept.dll", postHog));
    }

    // Takes minutes, and needs a linker for native code.
    [Fact(Explicit = true)]
    public async Task Published_as_native_code_it_has_no_warning_and_outlives_the_app_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Dotnet.Has("clang"), "Native AOT on Linux needs clang on the PATH.");
        using var workspace = Kept();
        var said = await Dotnet.RunAsync(workspace.Folder, "publish", "Kept", "-c", "Release", "-p:PublishAot=true", "-o", workspace.PathOf("Kept/out/native/app"), "-tl:off");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        await OutliveAsync(workspace, postHog => RunningApp.StartNativeAsync(workspace.PathOf("Kept/out/native/app"), "Kept", postHog));
    }

    private Workspace Kept()
    {
        var workspace = new Workspace(package);
        workspace.Write("Kept/Kept.csproj", Project);
        workspace.Write("Kept/Program.cs", Program);
        return workspace;
    }

    private static async Task OutliveAsync(Workspace workspace, Func<string, Task<RunningApp>> start)
    {
        string nobody;
        await using (var gone = await UpstreamPostHog.StartAsync())
        {
            nobody = gone.Origin;
        }

        // Killed at the end of the block.
        await using (var app = await start(nobody))
        {
            using var browser = new HttpClient();
            using var answer = await browser.PostAsync(new Uri(app.Address, "/m4hc2/e/?ip=0"), new StringContent(Event));
            Assert.Equal("""{"status":"Ok"}""", await answer.Content.ReadAsStringAsync());
        }

        Assert.True(File.Exists(workspace.PathOf("Kept/data/outbox.db")));
        await using var postHog = await UpstreamPostHog.StartAsync();
        await using var again = await start(postHog.Origin);
        await postHog.FirstAsync();
        Assert.Equal(["POST /e/?ip=0 " + Event], postHog.Received.Take(1));
    }
}
