namespace PostHogProxy.Analyzers.Tests.Pomerium;

/// <summary>PHX4009 and PHX4023 between the routes to PostHog and the app: its proxies, and what its scripts write.</summary>
public sealed class AppAgainstRoutesTests
{
    private const string NoProxy = "";
    private const string Eu = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";
    private const string Us = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Us);""";
    private const string NoScript = "";

    private const string Clean = "allow_public_unauthenticated_access: true, pass_identity_headers: false, remove_request_headers: [Cookie]}\n";
    private const string AppRoute = "- {from: https://shop.example, to: http://shop:8080, allow_public_unauthenticated_access: true}\n";

    // Its own host, for the US; %A and %B are where marks go.
    private const string Host =
        "- {from: https://e.shop.example, to: %Ahttps://us-assets.i.posthog.com%B, prefix: /static/, " + Clean
        + "- {from: https://e.shop.example, to: https://us-assets.i.posthog.com, prefix: /array/, " + Clean
        + "- {from: %Chttps://e.shop.example%D, to: %Ehttps://us.i.posthog.com%F, " + Clean;

    private const string Under =
        "- {from: https://shop.example, to: %Ahttps://us-assets.i.posthog.com%B, prefix: /t7x/static/, prefix_rewrite: /static/, " + Clean
        + "- {from: https://shop.example, to: https://us-assets.i.posthog.com, prefix: /t7x/array/, prefix_rewrite: /array/, " + Clean
        + "- {from: %Chttps://shop.example%D, to: %Ehttps://us.i.posthog.com%F, prefix: /t7x/, prefix_rewrite: /, " + Clean
        + AppRoute;

    private static string Script(string api, string ui) => $"posthog.init('phc_x1', {{ api_host: '{api}', ui_host: '{ui}' }});";

    private static string Unmarked(string routes) => Marked(routes, "", "");

    // The pairs of a text that is to be marked with a rule.
    private static string Marked(string routes, string pair, string id)
    {
        foreach (var (open, close) in new[] { ("%A", "%B"), ("%C", "%D"), ("%E", "%F") })
        {
            routes = routes.Replace(open, open == pair ? $"{{|{id}:" : "", StringComparison.Ordinal).Replace(close, open == pair ? "|}" : "", StringComparison.Ordinal);
        }

        return routes;
    }

    private static Task SaysAsync(string statement, string script, string routes) =>
        AppTest.SaysAsync(App.Program(statement), ("pomerium.yaml", "routes:\n" + routes), ("wwwroot/app.js", script));

    [Theory]
    [InlineData(Host)]
    [InlineData(Under)]
    public Task A_proxy_of_another_region_than_the_routes_is_told(string routes) => SaysAsync(Eu, NoScript, Marked(routes, "%A", "PHX4009"));

    [Theory]
    [InlineData(Us)]
    [InlineData(NoProxy)]
    [InlineData(Eu + """app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", args.Length > 0 ? PostHogRegion.Eu : PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", new Uri("https://posthog.internal"));""")]
    [InlineData(Eu + """app.MapPostHogProxy("/z8vx3k", new Uri("https://posthog.internal"));""")]
    [InlineData("""app.MapPostHogProxy("/" + Environment.MachineName, PostHogRegion.Eu);""")]
    public Task A_proxy_of_the_same_region_and_one_that_nothing_is_known_of_is_not(string statement) => SaysAsync(statement, NoScript, Unmarked(Host));

    [Theory]
    [InlineData(NoProxy, Host, "https://e.shop.example", "https://eu.posthog.com", "%E")]
    [InlineData(Us, Host, "https://e.shop.example/", "https://eu.posthog.com", "%E")]
    [InlineData(NoProxy, Under, "https://shop.example/t7x", "https://eu.posthog.com", "%E")]
    [InlineData(NoProxy, Under, "/t7x", "https://eu.posthog.com", "%A")]
    public Task A_ui_host_of_another_region_than_the_routes_is_told(string statement, string routes, string api, string ui, string pair) =>
        SaysAsync(statement, Script(api, ui), Marked(routes, pair, "PHX4009"));

    [Theory]
    [InlineData(NoProxy, Host, "https://e.shop.example", "https://us.posthog.com")]
    [InlineData(NoProxy, Under, "/t7x", "https://us.posthog.com")]
    [InlineData(NoProxy, Host, "https://other.example", "https://eu.posthog.com")]
    [InlineData(NoProxy, Under, "/other", "https://eu.posthog.com")]
    [InlineData(NoProxy, Under, "https://shop.example/other", "https://posthog.internal")]
    public Task A_ui_host_of_the_same_region_and_one_of_something_else_is_not(string statement, string routes, string api, string ui) =>
        SaysAsync(statement, Script(api, ui), Unmarked(routes));

    [Fact]
    public Task A_client_of_the_apps_own_proxy_has_nothing_to_do_with_the_routes_to_PostHog() =>
        SaysAsync(Eu + """app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);""", Script("https://shop.example/q7wz4", "https://eu.posthog.com"), Unmarked(Host) + AppRoute);

    [Fact]
    public Task Regions_that_are_mixed_in_the_file_are_told_there_and_not_again() => SaysAsync(
        Eu,
        Script("https://e.shop.example", "https://eu.posthog.com"),
        Unmarked(Host).Replace("to: https://us.i.posthog.com", "to: {|PHX4009:https://eu.i.posthog.com|}", StringComparison.Ordinal));

    [Fact]
    public Task A_wrong_host_that_is_told_is_not_told_again_for_its_region() =>
        SaysAsync(Eu, NoScript, "- {from: https://e.shop.example, to: 'https://{|PHX4009:us.posthog.com|}', " + Clean);

    [Theory]
    [InlineData(NoProxy, Host, "https://e.shop.example/ingest")]
    [InlineData(Us, Host, "https://e.shop.example/t7x/")]
    [InlineData(Us, Under, "https://shop.example/t7y")]
    [InlineData(Us, Under, "https://shop.example")]
    public Task An_api_host_under_a_path_that_the_routes_do_not_serve_is_told(string statement, string routes, string api) =>
        SaysAsync(statement, Script(api, "https://us.posthog.com"), Marked(routes, "%C", "PHX4023"));

    [Fact]
    public Task An_api_host_for_which_the_host_has_no_route_at_all_is_told() => SaysAsync(
        NoProxy, Script("https://wiki.example/t7x", "https://us.posthog.com"), Unmarked(Host) + "- {from: {|PHX4023:https://wiki.example|}, to: http://wiki, prefix: /wiki/}\n");

    [Theory]
    [InlineData(NoProxy, Host, "https://e.shop.example")]
    [InlineData(NoProxy, Host, "HTTPS://E.Shop.Example/")]
    [InlineData(NoProxy, Under, "https://shop.example/t7x/")]
    [InlineData(NoProxy, Under, "https://shop.example/t7y")]
    [InlineData("""app.MapPostHogProxy("/" + Environment.MachineName, PostHogRegion.Us);""", Under, "https://shop.example/t7y")]
    [InlineData(Us, Under, "https://shop.example/q7wz4")]
    [InlineData(Us, Under, "https://posthog.example/t7y")]
    [InlineData(Us, Host, "https://us.i.posthog.com.shop.example")]
    public Task An_api_host_that_is_served_and_one_that_nothing_is_known_of_is_not(string statement, string routes, string api) =>
        SaysAsync(statement, Script(api, "https://us.posthog.com"), Unmarked(routes));

    [Theory]
    [InlineData(Under, "/t7x")]
    [InlineData(Host, "{|PHX2006:/t7x|}")]
    [InlineData(AppRoute, "{|PHX2006:/t7x|}")]
    public Task A_path_that_Pomerium_may_forward_to_PostHog_is_no_proxy_the_app_forgot(string routes, string api) =>
        SaysAsync(Us, Script(api, "https://us.posthog.com"), Unmarked(routes));
}
