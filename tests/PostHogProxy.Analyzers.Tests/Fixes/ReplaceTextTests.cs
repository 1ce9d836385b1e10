using PostHogProxy.CodeFixes;

namespace PostHogProxy.Analyzers.Tests.Fixes;

/// <summary>Another path, and the right host in a string. The app is called TestProject, from which its paths come.</summary>
public sealed class ReplaceTextTests
{
    private const string Map = "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);\n";

    [Theory]
    [InlineData("PHX1001", "/tracking/events", FirstPath)]
    [InlineData("PHX1002", "/analytics", FirstPath)]
    [InlineData("PHX1003", "/q7wz4/", "/q7wz4")]
    [InlineData("PHX1003", "q7wz4", "/q7wz4")]
    [InlineData("PHX1003", "/q7?x=1", FirstPath)]
    [InlineData("PHX1003", "/k3fw/", FirstPath)]
    [InlineData("PHX1003", "ingest-x1", FirstPath)]
    [InlineData("PHX1003", "/analytics/", FirstPath)]
    [InlineData("PHX1003", "/tracking/events/", FirstPath)]
    [InlineData("PHX1003", "", FirstPath)]
    public Task A_path_is_written_anew(string id, string before, string after) => FixTest<ReplaceTextCodeFixProvider>.TurnsAsync(
        App.Program($$"""app.MapPostHogProxy({|{{id}}:"{{before}}"|}, PostHogRegion.Eu).WithName("proxy"); // Ours."""),
        App.Program($$"""app.MapPostHogProxy("{{after}}", PostHogRegion.Eu).WithName("proxy"); // Ours."""));

    [Fact]
    public Task Two_proxies_get_two_paths() => FixTest<ReplaceTextCodeFixProvider>.TurnsAsync(
        App.Program("""
            app.MapPostHogProxy({|PHX1001:"/tracking/events"|}, PostHogRegion.Eu);
            app.MapPostHogProxy({|PHX1001:"/ingest"|}, PostHogRegion.Us);
            """),
        App.Program($$"""
            app.MapPostHogProxy("{{FirstPath}}", PostHogRegion.Eu);
            app.MapPostHogProxy("{{SecondPath}}", PostHogRegion.Us);
            """),
        count: 2);

    [Theory]
    [InlineData("""const string Path = "/ingest"; app.MapPostHogProxy({|PHX1001:Path|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/ingest").MapPostHogProxy({|PHX1001:"/q7wz4"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost({|PHX1001:"posthog.shop.example"|});""")]
    [InlineData(Map + """var page = $"posthog.init('{args[0]}', {{ api_host: '{|PHX2003:/q7wz4|}' }})";""")]
    [InlineData(Map + """var page = "posthog.init('{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' })";""")]
    public Task What_has_no_sure_cure_is_left(string statements) => FixTest<ReplaceTextCodeFixProvider>.LeavesAsync(App.Program(statements));

    [Theory]
    [InlineData("", "posthog.init('phc_x1', { api_host: 'https://us.i.posthog.com', ui_host: '{|PHX2001:https://eu.posthog.com|}' })", "https://us.posthog.com")]
    [InlineData(Map, "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' })", "https://eu.posthog.com")]
    [InlineData(Map, "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2004:https://eu.i.posthog.com|}' })", "https://eu.posthog.com")]
    [InlineData(Map, "posthog.init('phc_x1', { api_host: '{|PHX2005:https://eu.i.posthog.com|}', ui_host: 'https://eu.posthog.com' })", "/q7wz4")]
    [InlineData(Map, "posthog.init('phc_x1', { api_host: '{|PHX2006:/q7wz5|}', ui_host: 'https://eu.posthog.com' })", "/q7wz4")]
    [InlineData("", "posthog.init('phc_x1', { api_host: '{|PHX2007:https://app.posthog.com|}', ui_host: 'https://us.posthog.com' })", "https://us.i.posthog.com")]
    public async Task A_host_in_a_string_is_written_anew(string map, string script, string value)
    {
        var start = script.IndexOf("{|", StringComparison.Ordinal);
        var end = script.IndexOf("|}", StringComparison.Ordinal) + 2;
        var cured = script[..start] + value + script[end..];
        foreach (var (opening, closing) in new[] { ("\"", "\""), ("@\"", "\""), ("\"\"\"\n    ", "\n    \"\"\"") })
        {
            await FixTest<ReplaceTextCodeFixProvider>.TurnsAsync(
                App.Program($"{map}var page = {opening}{script}{closing};"), App.Program($"{map}var page = {opening}{cured}{closing};"));
        }
    }

    [Fact]
    public Task Every_string_of_the_app_is_cured_at_once() => FixTest<ReplaceTextCodeFixProvider>.TurnsAsync(
        App.Program(Map + """
            var a = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' })";
            var b = $"posthog.init('{a}', {{ api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' }})";
            """),
        App.Program(Map + """
            var a = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' })";
            var b = $"posthog.init('{a}', {{ api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' }})";
            """),
        count: 2);

    private const string FirstPath = "/n4mpg";
    private const string SecondPath = "/p4gxq";
}
