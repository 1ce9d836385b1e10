namespace PostHogProxy.Analyzers.Tests.Endpoints;

/// <summary>PHX1001 and PHX1002 at the place that names the path or the host. What is blocked is tested with the rules.</summary>
public sealed class BlockedPathTests
{
    [Theory]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/tracking/events"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/ingest"|}, new Uri("https://posthog.internal"));""")]
    [InlineData("""app.MapGroup("/tracking").MapPostHogProxy({|PHX1001:"/events"|}, PostHogRegion.Eu);""")]
    [InlineData("""var api = app.MapGroup("/api"); var ingest = api.MapGroup("ingest/"); ingest.MapPostHogProxy({|PHX1001:"/"|}, PostHogRegion.Eu);""")]
    [InlineData("""const string Name = "ingest"; app.MapPostHogProxy({|PHX1001:$"/{Name}"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost({|PHX1001:"posthog.shop.example"|});""")]
    [InlineData("""app.MapPostHogProxy({|PHX1002:"/analytics"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1002:"/Telemetry"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/a").MapPostHogProxy({|PHX1002:"/posthog"|}, PostHogRegion.Eu);""")]
    [InlineData("""foreach (var region in new[] { PostHogRegion.Eu }) app.MapPostHogProxy({|PHX1001:"/ingest"|}, region);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/tracking/events"|}, PostHogRegion.Eu, options => options.UsePathAliases());""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/tracking/events"|}, PostHogRegion.Eu, options => options.UsePathAliases(keepCanonicalPaths: false));""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/ingest"|}, PostHogRegion.Eu, options => { options.UsePathAliases(keepCanonicalPaths: false); options.Aliases = PathAliasMode.On; });""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/ingest"|}, PostHogRegion.Eu, options => options.UsePathAliases(args.Length > 0));""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/ingest"|}, PostHogRegion.Eu, options => { if (args.Length > 0) options.UsePathAliases(false); });""")]
    [InlineData("""app.MapPostHogProxy({|PHX1001:"/matomo"|}, PostHogRegion.Eu, options => options.Aliases = PathAliasMode.Only);""")]
    public Task A_name_that_blockers_or_everybody_know_is_told(string statement) => AppTest.SaysAsync(App.Program(statement));

    [Theory]
    [InlineData("""app.MapPostHogProxy("/relay", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/ingest-x1", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/ingest", PostHogRegion.Eu, options => options.UsePathAliases(keepCanonicalPaths: false));""")]
    [InlineData("""app.MapPostHogProxy("/segment", PostHogRegion.Eu, options => options.Aliases = PathAliasMode.Only);""")]
    [InlineData("""app.MapPostHogProxy("/shop/s", PostHogRegion.Eu, options => { options.UsePathAliases(false); options.Aliases = PathAliasMode.Only; });""")]
    [InlineData("""app.MapPostHogProxy("/data", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/t7k2", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/my-ingest", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/my-ingest", PostHogRegion.Eu, options => options.UsePathAliases());""")]
    [InlineData("""app.MapPostHogProxy("/ingest", PostHogRegion.Eu, options => { options.UsePathAliases(); options.Path = "/q7wz4"; });""")]
    [InlineData("""void Change(PostHogProxyOptions options) => options.Path = "/q7wz4"; app.MapPostHogProxy("/ingest", PostHogRegion.Eu, options => { options.UsePathAliases(); Change(options); });""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example");""")]
    [InlineData("""app.MapPostHogProxy("/" + Environment.MachineName, PostHogRegion.Eu);""")]
    [InlineData("""var path = "/ingest"; path += args[0]; app.MapPostHogProxy(path, PostHogRegion.Eu);""")]
    [InlineData("""var group = app.MapGroup("/a"); if (args.Length > 0) group = app.MapGroup("/b"); group.MapPostHogProxy("/ingest", PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/{tenant}").MapPostHogProxy("/ingest", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/ingest", PostHogRegion.Eu, options => options.Path = "/q7wz4");""")]
    [InlineData("""Action<PostHogProxyOptions> change = _ => { }; app.MapPostHogProxy("/ingest", PostHogRegion.Eu, change);""")]
    [InlineData("""app.MapGet("/ingest", () => ""); app.MapPost("/tracking/events", () => "");""")]
    public Task Any_other_name_and_one_that_is_not_known_is_not(string statement) => AppTest.SaysAsync(App.Program(statement));

    [Fact]
    public Task A_constant_of_another_class_is_read() => AppTest.SaysAsync(App.Program("""
        app.MapPostHogProxy({|PHX1001:Paths.Proxy|}, PostHogRegion.Eu);
        """) + """
        static class Paths
        {
            public const string Proxy = "/a/" + "ingest";
        }
        """);

    [Fact]
    public Task A_path_in_the_settings_is_told_where_it_stands() => AppTest.SaysAsync(
        App.Program("app.MapPostHogProxy(); app.MapPostHogProxy(\"shop\");"),
        ("appsettings.json", """
            {
              // Comments and trailing commas are read, as the app reads them.
              "PostHogProxy": {
                "Path": {|PHX1001:"/tracking/events"|}, "Region": "Eu",
                "Maps": { "shop": { "Path": {|PHX1003:"shop/"|}, "Region": "Us", }, },
              },
            }
            """),
        ("appsettings.Development.json", """{ "PostHogProxy:Path": {|PHX1002:"/analytics"|} }"""));

    [Fact]
    public Task A_path_in_the_settings_that_no_call_reads_is_not() => AppTest.SaysAsync(
        App.Program("app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);"),
        ("appsettings.json", """{ "PostHogProxy": { "Path": "/tracking/events" } }"""));

    [Theory]
    [InlineData("options => options.Path = \"/q7wz4\"", """{ "PostHogProxy": { "Path": "/tracking/events" } }""")]
    [InlineData("options => options.Path = Environment.MachineName", """{ "PostHogProxy": { "Path": "" } }""")]
    [InlineData("options => { }", """{ "PostHogProxy": { "Path": null } }""")]
    public Task A_path_in_the_settings_that_code_or_the_environment_sets_is_not(string configure, string settings) => AppTest.SaysAsync(
        App.File($$"""
            var builder = WebApplication.CreateBuilder();
            builder.Services.AddPostHogProxy({{configure}});
            var app = builder.Build();
            app.MapPostHogProxy();
            """),
        ("appsettings.json", settings));

    [Fact]
    public Task A_comment_in_the_settings_silences() => AppTest.SaysAsync(
        App.Program("app.MapPostHogProxy();"),
        ("appsettings.json", """
            { "PostHogProxy": {
              // posthog-proxy-disable-next-line PHX1001
              "Path": "/tracking/events", "Region": "Eu" } }
            """));

    [Fact]
    public async Task A_list_of_the_users_own_decides_too()
    {
        var test = new AppTest(
            App.Program("""
                app.MapPostHogProxy({|PHX1001:"/q7wz4"|}, PostHogRegion.Eu);
                """),
            [("/0/mine.txt", "! Title: Mine\n/q7wz4/*\n"), ("/0/other.txt", "/z8vx3k/*")]);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", """
            is_global = true

            [/0/mine.txt]
            build_metadata.AdditionalFiles.PostHogProxyKind = FilterList
            """));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
