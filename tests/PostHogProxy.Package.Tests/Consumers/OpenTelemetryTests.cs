namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>An app installs the instrumentation from the packed folder, and its metrics are there for who asks.</summary>
public sealed class OpenTelemetryTests(PackedPackage package)
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
            <PackageReference Include="PostHogProxy.OpenTelemetry" Version="$(PostHogProxyVersion)" />
            <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />
            <PackageReference Include="OpenTelemetry.Exporter.Prometheus.AspNetCore" Version="1.20.1-beta.1" />
            <PackageReference Include="OpenTelemetry.Instrumentation.AspNetCore" Version="1.20.2" />
          </ItemGroup>

        </Project>
        """;

    private const string Program = """
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;
        using PostHogProxy;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddPostHogProxyInstrumentation().AddPrometheusExporter())
            .WithTracing(tracing => tracing
                .AddPostHogProxyInstrumentation()
                .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpResponse = PostHogProxyRequestSpans.LeaveOut));

        var app = builder.Build();
        app.MapPostHogProxy("/m4hc2", PostHogRegion.Eu);
        app.MapPrometheusScrapingEndpoint();
        app.Run();
        """;

    [Fact]
    public async Task The_metrics_of_the_proxy_are_exported()
    {
        using var workspace = Measured();
        await workspace.BuildAsync("Measured");
        await ExportAsync(postHog => RunningApp.StartAsync(workspace.PathOf("Measured/bin/Debug/net10.0"), "Measured.dll", postHog));
    }

    // Takes minutes, and needs a linker for native code.
    [Fact(Explicit = true)]
    public async Task Published_as_native_code_it_has_no_warning_and_exports_them_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Dotnet.Has("clang"), "Native AOT on Linux needs clang on the PATH.");
        using var workspace = Measured();
        var said = await Dotnet.RunAsync(workspace.Folder, "publish", "Measured", "-c", "Release", "-p:PublishAot=true", "-o", workspace.PathOf("Measured/out/native/app"), "-tl:off");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        await ExportAsync(postHog => RunningApp.StartNativeAsync(workspace.PathOf("Measured/out/native/app"), "Measured", postHog));
    }

    private Workspace Measured()
    {
        var workspace = new Workspace(package);
        workspace.Write("Measured/Measured.csproj", Project);
        workspace.Write("Measured/Program.cs", Program);
        return workspace;
    }

    private static async Task ExportAsync(Func<string, Task<RunningApp>> start)
    {
        await using var postHog = await UpstreamPostHog.StartAsync();
        await using var app = await start(postHog.Origin);
        using var browser = new HttpClient();
        using var answer = await browser.PostAsync(new Uri(app.Address, "/m4hc2/e/"), new StringContent("""{"event":"e","distinct_id":"d","api_key":"phc_x"}"""));
        Assert.Equal("""{"status":"Ok"}""", await answer.Content.ReadAsStringAsync());

        // The request is measured when it has ended, and the visitor has the answer before that.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string metrics;
        do
        {
            metrics = await browser.GetStringAsync(new Uri(app.Address, "/metrics"), limit.Token);
        }
        while (!metrics.Contains("posthog_proxy_request_duration_seconds_count", StringComparison.Ordinal));

        Assert.Contains("""posthog_proxy_route="capture",posthog_proxy_status_class="2xx",posthog_proxy_upstream="ingest"} 1""", metrics, StringComparison.Ordinal);
    }
}
