using System.Text.Json;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>A minimal API that is published as native code, and tells its single-page app what it needs.</summary>
public sealed class MinimalApiTests(PackedPackage package)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <PublishAot>true</PublishAot>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="PostHogProxy.Middleware" Version="$(PostHogProxyVersion)" />
          </ItemGroup>

        </Project>
        """;

    private const string Program = """
        using System.Text.Json.Serialization;
        using PostHogProxy;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(AppJson.Default));

        var app = builder.Build();
        app.MapPostHogProxy("/m4hc2", PostHogRegion.Eu, options =>
        {
            options.ProjectTokens.Add("phc_native");
            options.DisabledWhen = context => context.Request.Headers.ContainsKey("X-Off");
        });
        app.MapGet("/app-settings", (HttpContext context) => PostHogSnippet.Settings(context, page => page.Options = "{\"autocapture\": false}"));
        app.Run();

        [JsonSerializable(typeof(PostHogSnippetSettings))]
        internal sealed partial class AppJson : JsonSerializerContext;
        """;

    private const string Event = """{"api_key":"phc_native","event":"seen","distinct_id":"d"}""";

    [Fact]
    public async Task Built_as_it_is_developed_it_answers_with_its_settings_and_an_event_passes()
    {
        using var workspace = Write();
        await workspace.BuildAsync("Native");
        await UseAsync(postHog => RunningApp.StartAsync(workspace.PathOf("Native/bin/Debug/net10.0"), "Native.dll", postHog));
    }

    // Takes minutes, and needs a linker for native code.
    [Fact(Explicit = true)]
    public async Task Published_as_native_code_it_has_no_warning_and_does_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Dotnet.Has("clang"), "Native AOT on Linux needs clang on the PATH.");
        using var workspace = Write();
        var said = await Dotnet.RunAsync(workspace.Folder, "publish", "Native", "-c", "Release", "-o", workspace.PathOf("Native/out/native/app"), "-tl:off");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        TestContext.Current.TestOutputHelper?.WriteLine($"{new FileInfo(workspace.PathOf("Native/out/native/app/Native")).Length:N0} bytes");
        await UseAsync(postHog => RunningApp.StartNativeAsync(workspace.PathOf("Native/out/native/app"), "Native", postHog));
    }

    private Workspace Write()
    {
        var workspace = new Workspace(package);
        workspace.Write("Native/Native.csproj", Project);
        workspace.Write("Native/Program.cs", Program);
        return workspace;
    }

    private static async Task UseAsync(Func<string, Task<RunningApp>> start)
    {
        await using var postHog = await UpstreamPostHog.StartAsync();
        await using var app = await start(postHog.Origin);
        using var browser = new HttpClient();

        var settings = JsonDocument.Parse(await browser.GetStringAsync(new Uri(app.Address, "/app-settings"))).RootElement;
        var config = settings.GetProperty("config");
        Assert.Equal("phc_native", settings.GetProperty("token").GetString());
        Assert.False(config.GetProperty("autocapture").GetBoolean());
        Assert.Equal(JsonValueKind.Null, settings.GetProperty("aliasModule").ValueKind);
        using var answer = await browser.PostAsync(new Uri(app.Address, config.GetProperty("api_host").GetString() + "/e/?ip=0"), new StringContent(Event));
        Assert.Equal("""{"status":"Ok"}""", await answer.Content.ReadAsStringAsync());

        // Beside it, PostHog is asked at the start which region the token belongs to.
        Assert.Equal(["POST /e/?ip=0 " + Event], postHog.Received.Where(each => !each.StartsWith("GET /array/", StringComparison.Ordinal)));

        browser.DefaultRequestHeaders.Add("X-Off", "1");
        Assert.Equal("null", await browser.GetStringAsync(new Uri(app.Address, "/app-settings")));
    }
}
