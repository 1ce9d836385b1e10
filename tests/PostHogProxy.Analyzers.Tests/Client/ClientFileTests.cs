namespace PostHogProxy.Analyzers.Tests.Client;

/// <summary>PHX2001 to PHX2008 in the files that set up the client. What is read of a script is tested with the rules.</summary>
public sealed class ClientFileTests
{
    private const string Eu = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";
    private const string Own = """app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example");""";
    private const string None = "";

    [Theory]
    [InlineData(None, "https://us.i.posthog.com", "{|PHX2001:https://eu.posthog.com|}")]
    [InlineData(Eu, "/q7wz4", "{|PHX2002:https://us.posthog.com|}")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu, options => options.UsePathAliases());""", "/q7wz4", "{|PHX2002:https://us.posthog.com|}")]
    [InlineData(Own, "https://e.shop.example", "{|PHX2002:https://us.posthog.com|}")]
    [InlineData("""app.MapGroup("/a").MapPostHogProxy("/q7wz4", PostHogRegion.Us);""", "/a/q7wz4", "{|PHX2002:https://eu.posthog.com|}")]
    [InlineData(Eu, "/q7wz4", "{|PHX2004:https://eu.i.posthog.com|}")]
    [InlineData(Eu, "{|PHX2005:https://eu.i.posthog.com|}", "https://eu.posthog.com")]
    [InlineData(Eu, "{|PHX2006:/q7wz5|}", "https://eu.posthog.com")]
    [InlineData(None, "{|PHX2007:https://app.posthog.com|}", "https://us.posthog.com")]
    public Task A_wrong_host_is_told(string statement, string api, string ui) => AppTest.SaysAsync(
        App.Program(statement),
        ("wwwroot/app.js", $"posthog.init('phc_x1', {{ api_host: '{api}', ui_host: '{ui}' }});"),
        ("Pages/Shared/_Layout.cshtml", $"<script>\n  posthog.init('phc_x1', {{ api_host: '{api}', ui_host: '{ui}' }});\n</script>"),
        ("ClientApp/src/main.tsx", $"posthog.init(token, {{ api_host: \"{api}\", ui_host: \"{ui}\" }})"));

    [Theory]
    [InlineData(Eu, "/q7wz4", "https://eu.posthog.com")]
    [InlineData(Own, "https://e.shop.example", "https://eu.posthog.com")]
    [InlineData("""app.MapPostHogProxy("/" + Environment.MachineName, PostHogRegion.Eu);""", "/q7wz5", "https://eu.posthog.com")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", args.Length > 0 ? PostHogRegion.Eu : PostHogRegion.Us);""", "/q7wz4", "https://us.posthog.com")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", new Uri("https://posthog.internal"));""", "/q7wz4", "https://posthog.internal")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu, options => options.IngestOrigin = new Uri("https://posthog.internal"));""", "/q7wz4", "https://us.posthog.com")]
    [InlineData("""app.UsePathBase("/shop"); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""", "/other/q7", "https://eu.posthog.com")]
    [InlineData("""app.UseRewriter(); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""", "/e", "https://eu.posthog.com")]
    [InlineData("""MapForwarder(app, "/old/{**rest}"); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); static void MapForwarder(IEndpointRouteBuilder app, string pattern) { }""", "/old", "https://eu.posthog.com")]
    [InlineData("""MapReverseProxy(app); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); static void MapReverseProxy(IEndpointRouteBuilder app) { }""", "/old", "https://eu.posthog.com")]
    [InlineData("""var map = () => app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); Func<IEndpointRouteBuilder, string, IEndpointConventionBuilder> other = PostHogProxyEndpointRouteBuilderExtensions.MapPostHogProxy; map();""", "/q7wz5", "https://eu.posthog.com")]
    [InlineData("""if (args.Length > 0) app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); else app.MapPostHogProxy("/q7wz4", PostHogRegion.Us);""", "/q7wz4", "https://us.posthog.com")]
    [InlineData(None, "/q7wz4", "https://eu.posthog.com")]
    public Task A_right_host_and_one_that_nothing_is_known_of_is_not(string statement, string api, string ui) => AppTest.SaysAsync(
        App.Program(statement),
        ("wwwroot/app.js", $"posthog.init('phc_x1', {{ api_host: '{api}', ui_host: '{ui}' }});"));

    [Theory]
    [InlineData("wwwroot/lib/analytics/app.js")]
    [InlineData("wwwroot/app.min.js")]
    [InlineData("ClientApp/node_modules/posthog-js/app.js")]
    [InlineData("notes.txt")]
    [InlineData("wwwroot/app.css")]
    public Task A_file_that_is_not_the_teams_own_script_is_not_read(string path) => AppTest.SaysAsync(
        App.Program(Eu), (path, "posthog.init('phc_x1', { api_host: '/q7wz5', ui_host: 'https://us.posthog.com' });"));

    [Fact]
    public Task The_settings_of_a_proxy_decide_as_its_arguments_do() => AppTest.SaysAsync(
        App.Program("app.MapPostHogProxy();"),
        ("appsettings.json", """{ "PostHogProxy": { "Path": "/q7wz4", "Region": "Eu" } }"""),
        ("wwwroot/app.js", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' });"));

    [Theory]
    [InlineData("""{ "PostHogProxy": { "Path": "/q7wz4", "Region": "Us" } }""", "app.MapPostHogProxy();")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://posthog.internal" } }""", "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);")]
    [InlineData("""{ "Logging": { } }""", "app.MapPostHogProxy();")]
    public Task Settings_that_differ_between_environments_are_not_known(string development, string statement) => AppTest.SaysAsync(
        App.Program(statement),
        ("appsettings.json", """{ "PostHogProxy": { "Path": "/q7wz4" } }"""),
        ("appsettings.Development.json", development),
        ("appsettings.Production.json", """{ "PostHogProxy": { "Region": "Eu" } }"""),
        ("wwwroot/app.js", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://us.posthog.com' });"));

    [Fact]
    public Task Code_that_configures_the_options_makes_the_settings_unknown() => AppTest.SaysAsync(
        App.Program("""
            app.MapPostHogProxy();
            """) + """
            static class Elsewhere
            {
                public static void Change(PostHogProxyOptions options) => options.Region = PostHogRegion.Us;
            }
            """,
        ("appsettings.json", """{ "PostHogProxy": { "Path": "/q7wz4", "Region": "Eu" } }"""),
        ("wwwroot/app.js", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://us.posthog.com' });"));

    [Fact]
    public Task What_AddPostHogProxy_says_counts() => AppTest.SaysAsync(
        App.File("""
            var builder = WebApplication.CreateBuilder();
            builder.Services.AddPostHogProxy(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            builder.Services.AddPostHogProxy("shop", options => options.Region = PostHogRegion.Us);
            var app = builder.Build();
            app.MapPostHogProxy();
            app.MapPostHogProxy("shop");
            """),
        ("appsettings.json", """
            { "PostHogProxy": { "Path": "/q7wz4", "Region": "Eu", "Maps": { "shop": { "Path": "/z8vx3k", "Region": "Eu" } } } }
            """),
        ("wwwroot/a.js", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' });"),
        ("wwwroot/b.js", "posthog.init('phc_x1', { api_host: '/z8vx3k', ui_host: 'https://us.posthog.com' });"));

    [Fact]
    public Task A_missing_ui_host_and_a_secret_key_are_told_and_a_comment_silences() => AppTest.SaysAsync(
        App.Program(Eu),
        ("wwwroot/a.js", "posthog.init('phc_x1', { api_host: '{|PHX2003:/q7wz4|}' });"),
        ("wwwroot/b.js", "posthog.init('{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' });"),
        ("wwwroot/c.js", "// posthog-proxy-disable-next-line PHX2003\nposthog.init('phc_x1', { api_host: '/q7wz4' });"));
}
