namespace PostHogProxy.Analyzers.Tests.Pomerium;

/// <summary>PHX4022: what stands in front of the app keeps visitors from its proxy.</summary>
public sealed class ClosedProxyTests
{
    private const string Path = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";
    private const string Own = """app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example");""";
    private const string Self = """app.MapPostHogProxy("/q7wz4", new Uri("https://posthog.internal"));""";
    private const string NoScript = "";
    private const string Relative = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' });";
    private const string Absolute = "posthog.init('phc_x1', { api_host: 'https://shop.example/q7wz4', ui_host: 'https://eu.posthog.com' });";
    private const string Elsewhere = "posthog.init('phc_x1', { api_host: 'https://t.shop.example', ui_host: 'https://eu.posthog.com' });";

    private const string Login = "policy: [{allow: {or: [{domain: {is: shop.example}}]}}]";
    private const string Public = "allow_public_unauthenticated_access: true";
    private const string Shop = "{from: https://shop.example, to: http://shop:8080, ";
    private const string Wiki = "- {from: https://wiki.example, to: http://wiki, " + Login + "}\n";
    private const string Open = "- " + Shop + "prefix: /q7wz4/, " + Public + "}\n";
    private const string Marked = "{|PHX4022:policy|}: [{allow: {or: [{domain: {is: shop.example}}]}}]";

    private static Task SaysAsync(string statement, string script, string routes) =>
        AppTest.SaysAsync(App.Program(statement), ("pomerium.yaml", "routes:\n" + routes), ("wwwroot/app.js", script));

    [Theory]
    // The only app of the file, and nothing of its own for the proxy.
    [InlineData(Path, NoScript, $"- {Shop}{Marked}}}\n")]
    [InlineData(Path, Relative, $"- {Shop}{Marked}}}\n")]
    [InlineData(Self, Relative, $"- {Shop}{Marked}}}\n")]
    [InlineData(Path, NoScript, "- {from: https://shop.example, to: {|PHX4022:http://shop:8080|}}\n")]
    [InlineData(Path, NoScript, "- {from: https://shop.example, to: http://shop:8080, {|PHX4022:allowed_domains|}: [shop.example]}\n")]
    [InlineData(Path, NoScript, $"- {Shop}prefix: /other/, {Public}}}\n- {Shop}{Marked}}}\n")]
    // A route for the proxy's very path, whatever else is in the file: closed, too late, for the path alone.
    [InlineData(Path, NoScript, $"{Wiki}- {Shop}prefix: /q7wz4/, {Marked}}}\n- {Shop}{Public}}}\n")]
    [InlineData(Path, NoScript, $"{Wiki}- {Shop}prefix: /q7wz4, {{|PHX4022:allowed_users|}}: [a@shop.example]}}\n")]
    [InlineData(Path, NoScript, $"{Wiki}- {Shop}{Marked}}}\n{Open}")]
    [InlineData(Path, NoScript, $"{Wiki}- {Shop}path: /q7wz4, {Public}}}\n- {Shop}{Marked}}}\n")]
    [InlineData(Path, NoScript, $"{Wiki}- {{from: {{|PHX4022:https://shop.example|}}, to: http://shop:8080, path: /q7wz4, {Public}}}\n")]
    [InlineData(Path, NoScript, $"{Wiki}- {Shop}prefix: /q7wz4/, prefix_rewrite: {{|PHX4022:/|}}, {Public}}}\n")]
    [InlineData(Path, NoScript, $"{Wiki}- {{from: https://shop.example, to: {{|PHX4022:http://shop:8080/|}}, prefix: /q7wz4/, {Public}}}\n")]
    [InlineData(Path, NoScript, Wiki + "- {from: https://shop.example, to: http://shop, prefix: /q7wz4/, " + Public + ", {|PHX4022:policy|}: [{deny: {or: [{email: {is: a@b.c}}]}}]}\n")]
    [InlineData(Path, NoScript, Wiki + "- " + Shop + "prefix: /q7wz4/, {|PHX4022:policy|}: [{allow: {and: [{accept: true}, {http_method: {is: GET}}]}}]}\n")]
    // The host that the proxy requires, or that a script names.
    [InlineData(Own, NoScript, $"{Wiki}- {{from: https://e.shop.example, to: http://shop:8080, {Marked}}}\n")]
    [InlineData(Own, NoScript, $"{Wiki}- {{from: https://*.shop.example, to: http://shop:8080, {Marked}}}\n")]
    [InlineData(Own, NoScript, $"{Wiki}- {{from: {{|PHX4022:https://e.shop.example|}}, to: http://shop:8080, prefix: /shop/, {Public}}}\n")]
    [InlineData(Path, Absolute, $"{Wiki}- {Shop}{Marked}}}\n")]
    [InlineData("""var path = args[0]; app.MapPostHogProxy("/q7wz4", args.Length > 1 ? PostHogRegion.Eu : PostHogRegion.Us); app.MapPostHogProxy(path, PostHogRegion.Eu);""", Absolute, $"{Wiki}- {Shop}{Marked}}}\n")]
    public Task A_proxy_that_only_those_who_signed_in_reach_is_told(string statement, string script, string routes) => SaysAsync(statement, script, routes);

    [Theory]
    [InlineData(Path, Relative, $"{Open}- {Shop}{Login}}}\n")]
    [InlineData(Path, Absolute, $"{Wiki}{Open}- {Shop}{Login}}}\n")]
    [InlineData(Path, NoScript, $"- {Shop}prefix: /q7wz4, {Public}}}\n- {Shop}{Login}}}\n")]
    [InlineData(Path, NoScript, $"- {Shop}regex: '^/q7wz4/.*$', {Public}}}\n- {Shop}{Login}}}\n")]
    [InlineData(Path, NoScript, $"- {Shop}prefix: /q7wz4/, prefix_rewrite: /q7wz4/, policy: [{{allow: {{or: [{{accept: true}}]}}}}]}}\n- {Shop}{Login}}}\n")]
    [InlineData(Path, NoScript, $"- {Shop}{Public}}}\n")]
    [InlineData(Own, NoScript, $"{Wiki}- {{from: https://e.shop.example, to: http://shop:8080, {Public}}}\n- {Shop}{Login}}}\n")]
    // Which of several apps is this one is not known, nor what another host does.
    [InlineData(Path, Relative, $"{Wiki}- {Shop}{Login}}}\n")]
    [InlineData(Path, NoScript, $"- {{from: https://shop.example, to: [http://a, http://b], {Login}}}\n{Wiki}")]
    [InlineData(Path, NoScript, $"- {{from: 'https://*.shop.example', to: http://shop:8080, {Login}}}\n")]
    [InlineData(Path, NoScript, $"- {Shop}prefix: /admin/, {Login}}}\n")]
    [InlineData(Own, NoScript, $"- {Shop}{Login}}}\n")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("*.shop.example");""", NoScript, $"- {Shop}{Login}}}\n")]
    // One of two hosts is open, and the scripts may use it.
    [InlineData(Path, NoScript, $"- {Shop}{Login}}}\n- {{from: https://www.shop.example, to: http://shop:8080, {Public}}}\n")]
    // The scripts use something else.
    [InlineData(Path, Elsewhere, $"- {Shop}{Login}}}\n")]
    // The path is not known.
    [InlineData("""app.MapPostHogProxy("/" + Environment.MachineName, PostHogRegion.Eu);""", NoScript, $"- {Shop}{Login}}}\n")]
    [InlineData("""app.UsePathBase("/shop"); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""", NoScript, $"- {Shop}{Login}}}\n")]
    [InlineData("", NoScript, $"- {Shop}{Login}}}\n")]
    // Pomerium forwards the path to PostHog itself, and answers or refuses for reasons that are not known.
    [InlineData(Path, NoScript, $"- {Shop}prefix: /q7wz4/, policy: [{{allow: {{or: [{{source_ip: 10.0.0.0/8}}]}}}}]}}\n")]
    [InlineData(Path, NoScript, $"- {Shop}prefix: /q7wz4/, policy: [{{allow: {{or: [{{accept: true}}]}}, deny: {{or: [{{source_ip: 10.0.0.0/8}}]}}}}]}}\n")]
    [InlineData(Path, NoScript, $"- {{from: https://shop.example, response: {{status: 503}}, {Login}}}\n")]
    [InlineData(Path, NoScript, $"- {{from: https://shop.example, to: http://shop:8080, regex: '^/(?<x>q7wz4)(?=/).*$', {Login}}}\n")]
    public Task One_that_everybody_reaches_and_one_that_nothing_is_known_of_is_not(string statement, string script, string routes) => SaysAsync(statement, script, routes);

    [Theory]
    [InlineData("allow_public_unauthenticated_access: {|PHX4017:yes|}")]
    [InlineData("{|PHX4001:policy|}: [{allow: {or: [{public: true}]}}]")]
    [InlineData("{|PHX4002:policy|}: accept")]
    public Task A_mistake_that_is_told_already_is_not_told_again(string access)
    {
        var marked = access.Replace("{|PHX4001:policy|}", "policy", StringComparison.Ordinal).Replace("{public: true}", "{{|PHX4001:public: true|}}", StringComparison.Ordinal)
            .Replace("{|PHX4002:policy|}: accept", "policy: {|PHX4002:accept|}", StringComparison.Ordinal);
        return SaysAsync(Path, Relative, $"- {Shop}prefix: /q7wz4/, {marked}}}\n- {Shop}{Public}}}\n");
    }

    [Fact]
    public Task A_file_that_only_leads_to_the_proxy_is_told_what_breaks_and_no_more() => SaysAsync(
        Path, Relative, $"{Open}- {Shop}allow_publik_unauthenticated_access: true, {Login}}}\n- {{from: https://wiki.example, to: http://wiki, policy: [{{allow: {{or: [{{{{|PHX4001:emial|}}: a}}]}}}}]}}\nshared_secrett: abc\n");

    [Fact]
    public Task Zero_sorts_the_routes_itself() => AppTest.SaysAsync(
        App.Program(Path),
        ("pomerium.yaml", """
            policies:
              - {id: all, name: all, enforced: false, ppl: {allow: {or: [{accept: true}]}}}
              - {id: staff, name: staff, enforced: false, ppl: {allow: {or: [{domain: {is: shop.example}}]}}}
            routes:
              - {name: shop, from: https://shop.example, to: http://shop, policyIds: [staff]}
              - {name: posthog, from: https://shop.example, to: http://shop, prefix: /q7wz4/, policyIds: [all]}
            """),
        ("pomerium.b.yaml", """
            policies:
              - {id: staff, name: staff, enforced: false, ppl: {allow: {or: [{domain: {is: shop.example}}]}}}
            routes:
              - {name: shop, from: https://shop.example, to: {|PHX4022:http://shop|}, policyIds: [staff]}
            """));
}
