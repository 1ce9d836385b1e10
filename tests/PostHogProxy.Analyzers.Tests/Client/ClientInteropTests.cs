namespace PostHogProxy.Analyzers.Tests.Client;

/// <summary>Set-ups that Blazor makes by a call into the page.</summary>
public sealed class ClientInteropTests
{
    private const string Eu = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";

    private const string Usings = "using System.Collections.Generic;\nusing System.Text.Json.Nodes;\nusing System.Text.Json.Serialization;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing Microsoft.JSInterop;\n";

    [Theory]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", Token, new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", token, new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" }, "second");""")]
    [InlineData("""await js.InvokeVoidAsync("window.posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2004:https://eu.i.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "{|PHX2003:/q7wz4|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "{|PHX2005:https://eu.i.posthog.com|}", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "{|PHX2006:/other|}", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "{|PHX2006:/other|}", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("{|PHX2005:posthog.init|}", "phc_x1");""")]
    [InlineData("""await js.InvokeVoidAsync("{|PHX2005:posthog.init|}", "phc_x1", new { person_profiles = "identified_only" });""")]
    [InlineData("""await js.InvokeVoidAsync("{|PHX2005:posthog.init|}", "phc_x1", null);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "https://eu.posthog.com", asset_host = "{|PHX2010:https://eu-assets.i.posthog.com|}" });""")]
    [InlineData("""await js.InvokeAsync<object>("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeAsync<object>("posthog.init", new object?[] { "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" } });""")]
    [InlineData("""await js.InvokeAsync<object>("posthog.init", ["phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" }]);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", CancellationToken.None, "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", TimeSpan.FromSeconds(3), "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""inProcess.InvokeVoid("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""_ = inProcess.Invoke<object>("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await module.InvokeVoidAsync("init", "phc_x1", new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await posthogModule.InvokeVoidAsync("start", Token, new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("analytics.initPostHog", Token, new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("shop.setupAnalytics", "phc_x1", new { api_host = "{|PHX2005:https://eu.i.posthog.com|}", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthogInterop.start", new { token = "phc_x1", api_host = "{|PHX2005:https://eu.i.posthog.com|}", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("startAnalytics", Token, new { api_host = "{|PHX2005:https://eu.i.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Dictionary<string, object> { ["api_host"] = "/q7wz4", ["ui_host"] = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Dictionary<string, object?> { { "api_host", "/q7wz4" }, { "ui_host", "{|PHX2002:https://us.posthog.com|}" } });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Dictionary<string, string> { ["api_host"] = "{|PHX2003:/q7wz4|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new JsonObject { ["api_host"] = "/q7wz4", ["ui_host"] = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Settings { Api = "/q7wz4", Ui = "{|PHX2002:https://us.posthog.com|}" });""")]
    [InlineData("""const string ui = "https://us.posthog.com"; await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = Path, ui_host = {|PHX2002:ui|} });""")]
    [InlineData("""var ui = "https://us.posthog.com"; await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = StaticPath, ui_host = {|PHX2002:ui|} });""")]
    [InlineData("""var api = "/other"; await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = {|PHX2006:api|}, ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = {|PHX2002:@"https://us.posthog.com"|} });""")]
    [InlineData("""var made = new { api_host = "/q7wz4", ui_host = "{|PHX2002:https://us.posthog.com|}" }; await js.InvokeVoidAsync("posthog.init", "phc_x1", made);""")]
    [InlineData("""var made = new Dictionary<string, string> { ["api_host"] = "/q7wz4", ["ui_host"] = "{|PHX2002:https://us.posthog.com|}" }; await js.InvokeVoidAsync("posthog.init", "phc_x1", made);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = token == "" ? "{|PHX2002:https://us.posthog.com|}" : "{|PHX2002:https://us.posthog.com/|}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.set_config", new { ui_host = "{|PHX2004:https://eu.i.posthog.com|}", api_host = "/q7wz4" });""")]
    [InlineData("""await js.InvokeVoidAsync("eval", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' })");""")]
    public Task A_wrong_set_up_is_told(string statement) => AppTest.SaysAsync(Component(statement, Eu));

    [Theory]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "{|PHX2008:phx_1|}", new { api_host = "/q7wz4", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("analytics.initPostHog", "{|PHX2008:phs_aB3dE5gH7jK9mN1pQ3sT5|}");""")]
    [InlineData("""await js.InvokeVoidAsync("shop.anything", "{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}");""")]
    [InlineData("""await js.InvokeVoidAsync("shop.anything", new { key = "{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}" });""")]
    [InlineData("""const string key = "phx_aB3dE5gH7jK9mN1pQ3sT5"; await js.InvokeVoidAsync("posthog.init", {|PHX2008:key|}, new { api_host = "/q7wz4", ui_host = "https://eu.posthog.com" });""")]
    public Task A_secret_key_that_goes_to_the_page_is_told(string statement) => AppTest.SaysAsync(Component(statement, Eu));

    [Theory]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/q7wz4", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/Q7WZ4/", ui_host = "https://eu.posthog.com/" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = Path, ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = PerInstance, ui_host = "https://us.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = Started.Made });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = token, ui_host = "https://us.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = $"/{token}" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = token == "" ? "/q7wz4" : "https://eu.i.posthog.com", ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", options);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", (object)options);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", Create());""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", arguments);""")]
    [InlineData("""await js.InvokeAsync<object>("posthog.init", arguments);""")]
    [InlineData("""await js.InvokeAsync<object>("posthog.init", [.. arguments]);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init");""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", new { api_host = "/other" });""")]
    [InlineData("""var made = new Dictionary<string, string>(); made["api_host"] = "/q7wz4"; made["ui_host"] = "https://eu.posthog.com"; await js.InvokeVoidAsync("posthog.init", "phc_x1", made);""")]
    [InlineData("""var made = new Dictionary<string, string> { ["api_host"] = "/q7wz4" }; Change(made); await js.InvokeVoidAsync("posthog.init", "phc_x1", made);""")]
    [InlineData("""var made = new Dictionary<string, string> { ["api_host"] = "/other" }; made = new(); await js.InvokeVoidAsync("posthog.init", "phc_x1", made);""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Dictionary<string, string>(Defaults) { ["api_host"] = "/q7wz4" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Settings { Api = "/q7wz4" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new Settings());""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.init", "phc_x1", new { apiHost = "/other" });""")]
    [InlineData("""var api = "/other"; if (token == "") { api = "/q7wz4"; } await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = api, ui_host = "https://eu.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.capture", "x", new { api_host = "/api/v2", ui_host = "https://us.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.capture", "initialized", new { api_host = "https://us.i.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.register", new { api_host = "/api/v2" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.register_once", new Dictionary<string, string> { ["api_host"] = "/api/v2" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.identify", "1", new { ui_host = "https://us.posthog.com", api_host = "/api" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.setPersonProperties", new { api_host = "/api" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.group", "company", "1", new { api_host = "/api" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.captureException", "x", new { api_host = "/api" });""")]
    [InlineData("""await js.InvokeVoidAsync("analytics.trackSetup", "phc_x1", new { api_host = "https://us.i.posthog.com" });""")]
    [InlineData("""await js.InvokeVoidAsync("captureInitialPostHogLoad", new { api_host = "/api" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.opt_out_capturing");""")]
    [InlineData("""await js.InvokeAsync<bool>("posthog.isInitialized");""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.set_config", new { api_host = "/q7wz4" });""")]
    [InlineData("""await js.InvokeVoidAsync("posthog.set_config", new { debug = true });""")]
    [InlineData("""await js.InvokeVoidAsync("map.init", "x", new { api_host = "/tiles" });""")]
    [InlineData("""await js.InvokeVoidAsync("mixpanel.init", "x", new { api_host = "/mp" });""")]
    [InlineData("""await module.InvokeVoidAsync("init", Token, new { api_host = "/tiles" });""")]
    [InlineData("""await js.InvokeVoidAsync(token, "phc_x1", new { api_host = "/other" });""")]
    [InlineData("""Own("posthog.init", "phc_x1", new { api_host = "/other" });""")]
    [InlineData("""await js.InvokeVoidAsync("shop.anything", "phx_your_key");""")]
    [InlineData("""await js.InvokeVoidAsync("shop.anything", "phc_aB3dE5gH7jK9mN1pQ3sT5");""")]
    [InlineData("""await js.InvokeVoidAsync("eval", "posthog.capture('x', { api_host: '/v2' })");""")]
    [InlineData("""object made = {|CS0165:made|}; await js.InvokeVoidAsync("posthog.init", "phc_x1", made);""")]
    [InlineData("// posthog-proxy-disable-next-line PHX2003\nawait js.InvokeVoidAsync(\"posthog.init\", \"phc_x1\", new { api_host = \"/q7wz4\" });")]
    [InlineData("#pragma warning disable PHX2003\nawait js.InvokeVoidAsync(\"posthog.init\", \"phc_x1\", new { api_host = \"/q7wz4\" });")]
    public Task A_right_one_and_what_sets_nothing_up_is_not(string statement) => AppTest.SaysAsync(Component(statement, Eu));

    [Theory]
    [InlineData("")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", new Uri("https://posthog.internal"));""")]
    public Task Without_a_proxy_to_the_cloud_a_host_of_the_cloud_is_left_alone(string map) => AppTest.SaysAsync(Component(
        """await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "https://eu.i.posthog.com", ui_host = "https://eu.posthog.com" });""", map));

    [Theory]
    [InlineData("""app.Map("/other/{**rest}", () => "");""")]
    [InlineData("""const string Other = "/other"; app.Map(Other + "/{**rest}", () => "");""")]
    public Task A_path_that_something_else_answers_is_left_alone(string map) => AppTest.SaysAsync(Component(
        """await js.InvokeVoidAsync("posthog.init", "phc_x1", new { api_host = "/other", ui_host = "https://eu.posthog.com" });""", Eu + map));

    private static string Component(string statement, string map) => Usings + App.Program(map) + $$"""
        class Analytics
        {
            const string Path = "/q7wz4";
            static readonly string StaticPath = "/q7wz4";
            readonly string PerInstance = Environment.MachineName;
            string Token { get; } = Environment.MachineName;
            static Dictionary<string, string> Defaults => new();

            async Task Start(IJSRuntime js, IJSInProcessRuntime inProcess, IJSObjectReference module, IJSObjectReference posthogModule, string token, Options options, object?[] arguments)
            {
                await Task.Yield();
                {{statement}}
            }

            static object Create() => new { api_host = "/q7wz4" };
            static void Change(Dictionary<string, string> options) => options["ui_host"] = "https://eu.posthog.com";
            static void Own(string identifier, params object[] arguments) { }
        }

        class Started { public static readonly string Made = "/elsewhere"; static Started() => Made = Environment.MachineName; }

        class Options { public string? Api { get; set; } }

        class Settings
        {
            [JsonPropertyName("api_host")] public string? Api { get; set; }
            [JsonPropertyName("ui_host")] public string? Ui { get; set; }
        }
        """;
}
