using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Importing;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Importing;

public sealed class ImportedAppTests
{
    private static readonly (string Method, string Path)[] Requests =
    [
        ("GET", "/static/array.js"), ("GET", "/static/recorder.js?v=1.449.2"), ("GET", "/static/"), ("GET", "/array/phc_x/config.js"), ("GET", "/array/phc_x/config?ip=0"),
        ("POST", "/e/?compression=gzip-js&ip=0&_=1&ver=1.449.2"), ("POST", "/e"), ("POST", "/i/v0/e/"), ("POST", "/s/?compression=gzip-js"), ("POST", "/flags/?v=2&config=true"),
        ("POST", "/flags?v=2"), ("POST", "/decide/?v=3"), ("POST", "/batch/"), ("POST", "/capture/"), ("POST", "/track"), ("POST", "/engage/"), ("POST", "/i/v1/logs?token=phc_x"),
        ("GET", "/api/surveys/?token=phc_x"), ("GET", "/api/early_access_features/?token=phc_x"), ("GET", "/api/web_experiments/?token=a%2Bb%20c"), ("GET", "/api/product_tours/"),
        ("GET", "/site_app/1/x/y/"), ("POST", "/something-newer/x?y=z"), ("GET", "/staticfoo"), ("GET", "/e/a~b%7Ec+d"),
    ];

    public static TheoryData<string, string?, string> SetUps => new()
    {
        { "Us", null, """app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("e.test");""" },
        { "Eu", null, """app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.test");""" },
        { "Us", "/t7x", """app.MapPostHogProxy("/t7x", PostHogRegion.Us);""" },
        { "Eu", "/a/t7x/", """app.MapPostHogProxy("/a/t7x", PostHogRegion.Eu);""" },
    };

    [Theory]
    [MemberData(nameof(SetUps))]
    public async Task What_is_imported_forwards_as_Pomerium_would(string region, string? path, string line)
    {
        var file = CoreWriter.Routes(new("e.test", path, Enum.Parse<PostHogRegion>(region), null));
        var import = PomeriumImport.Of(file, ct: TestContext.Current.CancellationToken);

        Assert.Equal(line, Assert.Single(import.Proxies).Line);
        await using var coded = await ImportedApp.StartAsync(import.Code, null, "");
        await using var configured = await ImportedApp.StartAsync(import.CodeWithSettings, import.Settings, "");
        await AssertForwardAsPomeriumAsync(file, "https://e.test" + path?.TrimEnd('/'), coded, configured);
        Assert.Equal(path is null, await coded.ForwardedAsync("POST", "https://e.test/flags/") is not null);
        Assert.Equal(path is not null, await coded.ForwardedAsync("POST", $"https://other.test{path?.TrimEnd('/')}/flags/") is not null);
    }

    [Fact]
    public async Task Several_hosts_and_a_PostHog_of_ones_own_forward_as_Pomerium_would()
    {
        const string Own = """
              - from: https://c.test:8443
                to: http://posthog-web:8000
                prefix: /q5/
                prefix_rewrite: /
                allow_public_unauthenticated_access: true
              - from: https://*.d.test
                to: https://us-assets.i.posthog.com
                regex: ^/(static|array)/.*
                allow_public_unauthenticated_access: true
              - from: https://*.d.test
                to: https://us.i.posthog.com
                allow_public_unauthenticated_access: true

            """;
        var file = CoreWriter.Routes(new("a.test", null, PostHogRegion.Us, null)) + CoreWriter.Routes(new("b.test", "/q5", PostHogRegion.Eu, null))["routes:\n".Length..] + Own;
        var import = PomeriumImport.Of(file, ct: TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("a.test", "*.d.test");
            app.MapPostHogProxy("/q5", PostHogRegion.Eu).RequireHost("b.test");
            app.MapPostHogProxy("/q5", new Uri("http://posthog-web:8000")).RequireHost("c.test:8443");

            """,
            import.Code);
        await using var coded = await ImportedApp.StartAsync(import.Code, null, "");
        await using var configured = await ImportedApp.StartAsync(import.CodeWithSettings, import.Settings, "a.test", "q5", "q5-2");
        foreach (var host in new[] { "https://a.test", "https://b.test/q5", "https://c.test:8443/q5", "https://x.d.test", "https://y.x.d.test" })
        {
            await AssertForwardAsPomeriumAsync(file, host, coded, configured);
        }
    }

    private static async Task AssertForwardAsPomeriumAsync(string file, string address, params ImportedApp[] apps)
    {
        var configuration = PomeriumConfiguration.Read(file);
        foreach (var (method, path) in Requests)
        {
            var explained = Explain.Of(configuration, new(address + path), method);
            Assert.Equal(Outcome.Through, explained.Outcome);
            foreach (var app in apps)
            {
                Assert.Equal((explained.Upstream!, explained.Host!), await app.ForwardedAsync(method, address + path));
            }
        }
    }
}
