namespace PostHogProxy.Analyzers.Tests.Endpoints;

/// <summary>What <c>AddPostHogProxy</c> and the delegate of the call say of path, region and hosts is known where it is a constant.</summary>
public sealed class CodeOptionsTests
{
    private const string Settings = """{ "PostHogProxy": { "Path": "/q7wz4", "Region": "Eu" } }""";
    private const string Us = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://us.posthog.com' })";
    private const string NotUs = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' })";

    [Theory]
    [InlineData("AddPostHogProxy(options => options.Region = PostHogRegion.Eu)", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => { options.Path = \"/q7wz4\"; options.Region = PostHogRegion.Eu; })", "app.MapPostHogProxy();", "{}")]
    [InlineData("AddPostHogProxy(options => options.IngestOrigin = new Uri(\"https://eu.i.posthog.com\"))", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => options.ResponseTimeout = TimeSpan.FromSeconds(9))", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy()", "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Us, options => options.Region = PostHogRegion.Eu);", "{}")]
    [InlineData("AddPostHogProxy(options => options.Region = PostHogRegion.Us)", "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);", "{}")]
    [InlineData("AddPostHogProxy(\"shop\", options => { options.Path = \"/q7wz4\"; options.Region = PostHogRegion.Eu; })", "app.MapPostHogProxy(\"shop\");", "{}")]
    [InlineData("AddPostHogProxy(options => { options.Region = PostHogRegion.Eu; options.UsePathAliases(); }).AddPostHogProxy()", "app.MapPostHogProxy();")]
    public Task A_constant_counts(string services, string map, string settings = Settings) => SaysAsync(services, map, settings, NotUs);

    [Theory]
    [InlineData("AddPostHogProxy(options => options.Region = PostHogRegion.Us)", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => options.Region = Enum.Parse<PostHogRegion>(args[0]))", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => { if (args.Length > 0) options.Region = PostHogRegion.Eu; })", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => { options.Region = PostHogRegion.Eu; options.Region = PostHogRegion.Us; })", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => options.IngestOrigin = new Uri(\"https://posthog.internal\"))", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => options.IngestOrigin = new Uri(args[0]))", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => options.AssetsOrigin = new Uri(\"https://cdn.internal\"))", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => args.ToString()).AddPostHogProxy(args[0], options => options.Region = PostHogRegion.Us)", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy(options => options.Region = PostHogRegion.Us).AddPostHogProxy(options => options.Region = PostHogRegion.Eu)", "app.MapPostHogProxy();")]
    [InlineData("AddPostHogProxy()", "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu, options => options.Region = PostHogRegion.Us);", "{}")]
    [InlineData("AddPostHogProxy()", "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu, options => options.IngestOrigin = new Uri(\"https://us.i.posthog.com\"));", "{}")]
    public Task What_is_another_or_no_constant_is_not_guessed(string services, string map, string settings = Settings) => SaysAsync(services, map, settings, Us);

    [Fact]
    public Task What_is_added_under_a_condition_is_not_known() => AppTest.SaysAsync(
        App.File("""
            var builder = WebApplication.CreateBuilder();
            if (args.Length > 0) builder.Services.AddPostHogProxy(options => options.Region = PostHogRegion.Us);
            var app = builder.Build();
            app.MapPostHogProxy();
            """),
        ("appsettings.json", Settings), ("wwwroot/app.js", Us));

    [Theory]
    [InlineData("\"Aliases\": \"Only\", ", "\"/ingest\"")]
    [InlineData("\"Aliases\": \"On\", ", "{|PHX1001:\"/ingest\"|}")]
    [InlineData("", "{|PHX1001:\"/ingest\"|}")]
    [InlineData("\"Aliases\": \"Only\", ", "{|PHX1001:\"/tracking/events\"|}")]
    public Task Aliases_of_the_section_count_in_the_verdict_on_its_path(string aliases, string path) => AppTest.SaysAsync(
        App.Program("app.MapPostHogProxy();"), ("appsettings.json", $"{{ \"PostHogProxy\": {{ {aliases}\"Region\": \"Eu\", \"Path\": {path} }} }}"));

    private static Task SaysAsync(string services, string map, string settings, string script) => AppTest.SaysAsync(
        App.File($"var builder = WebApplication.CreateBuilder();\nbuilder.Services.{services};\nvar app = builder.Build();\n{map}\n"),
        ("appsettings.json", settings), ("wwwroot/app.js", script));
}
