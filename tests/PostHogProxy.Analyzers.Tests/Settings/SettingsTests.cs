using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostHogProxy.Analyzers.Tests.Settings;

/// <summary>PHX3001 to PHX3004, and PHX2008, in settings files.</summary>
public sealed class SettingsTests
{
    private const string Eu = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";
    private const string Both = Eu + """app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);""";
    private const string Self = """app.MapPostHogProxy("/q7wz4", new Uri("https://posthog.internal"));""";
    private const string Unknown = """app.MapPostHogProxy("/q7wz4", args.Length > 0 ? PostHogRegion.Eu : PostHogRegion.Us);""";

    [Theory]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": {|PHX3001:"https://us.i.posthog.com"|} } }""")]
    [InlineData(Eu, """{ "PostHog:HostUrl": {|PHX3001:"https://app.posthog.com"|} }""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Us);""", """{ "posthog": { "hosturl": {|PHX3001:"https://eu.i.posthog.com/"|}, }, }""")]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": {|PHX3002:"https://shop.example/q7wz4"|} } }""")]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": {|PHX3002:"/q7wz4"|} } }""")]
    [InlineData(Self, """{ "PostHog": { "HostUrl": {|PHX3002:"https://shop.example/Q7WZ4/"|} } }""")]
    [InlineData(Eu, """{ "PostHog": { {|PHX3003:"Host"|}: "https://eu.i.posthog.com" } }""")]
    [InlineData(Eu, """{ {|PHX3003:"PostHog:Host"|}: "https://eu.i.posthog.com" }""")]
    [InlineData("", """{ "PostHog": { "ProjectToken": "phc_x", {|PHX3003:"host"|}: "https://eu.i.posthog.com" } }""")]
    public Task A_wrong_setting_of_the_server_SDK_is_told(string statement, string settings) => WithSdkAsync(statement, settings);

    [Theory]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": "https://eu.i.posthog.com" } }""")]
    [InlineData(Both, """{ "PostHog": { "HostUrl": "https://us.i.posthog.com" } }""")]
    [InlineData(Self, """{ "PostHog": { "HostUrl": "https://us.i.posthog.com" } }""")]
    [InlineData(Unknown, """{ "PostHog": { "HostUrl": "https://us.i.posthog.com" } }""")]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": "https://posthog.internal" } }""")]
    [InlineData("", """{ "PostHog": { "HostUrl": "https://us.i.posthog.com" } }""")]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": "https://posthog.internal/other" } }""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example");""", """{ "PostHog": { "HostUrl": "https://e.shop.example/" } }""")]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": "https://eu.i.posthog.com", "Host": "left over" } }""")]
    [InlineData("""var host = app.Configuration["PostHog:Host"];""", """{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""")]
    [InlineData("""var own = app.Configuration.GetSection("PostHog");""", """{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""")]
    [InlineData("""var host = app.Configuration["posthog:host"];""", """{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""")]
    [InlineData("""const string Section = "PostHog"; var own = app.Configuration.GetSection(Section);""", """{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""")]
    [InlineData("""var PostHog = ""; var own = app.Configuration.GetSection(nameof(PostHog));""", """{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""")]
    [InlineData("""OptionsServiceCollectionExtensions.AddOptions<object>(new ServiceCollection()).BindConfiguration("PostHog");""", """{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""")]
    [InlineData(Eu, """{ "Other": { "Host": "https://us.i.posthog.com", "HostUrl": "https://us.i.posthog.com" } }""")]
    [InlineData(Eu, """{ "PostHog": { "HostUrl": "https://us.i.posthog.com" """)]
    public Task A_right_one_and_one_that_nothing_is_known_of_is_not(string statement, string settings) => WithSdkAsync(statement, settings);

    [Fact]
    public Task Without_the_server_SDK_the_section_is_the_apps_own() => AppTest.SaysAsync(
        App.Program(Eu), ("appsettings.json", """{ "PostHog": { "Host": "https://us.i.posthog.com", "HostUrl": "https://shop.example/q7wz4" } }"""));

    [Theory]
    [InlineData("""{ "PostHogProxy": { {|PHX3004:"Pfad"|}: "/q7wz4" } }""")]
    [InlineData("""{ "PostHogProxy": { {|PHX3004:"RespectGlobalPrivacyControll"|}: true } }""")]
    [InlineData("""{ {|PHX3004:"PostHogProxy:Regoin"|}: "Eu" }""")]
    [InlineData("""{ "PostHogProxy": { "Region": {|PHX3004:"Europe"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": {|PHX3004:1|}, "ResponseTimeout": {|PHX3004:"5"|}, "ConnectTimeout": {|PHX3004:"02:00:00"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "MaxRequestBodySize": {|PHX3004:"64 MiB"|}, "MaxConcurrentRequests": {|PHX3004:0|} } }""")]
    [InlineData("""{ "PostHogProxy": { "Features": {|PHX3004:"Capture, Recordings"|}, "AllowServerSdks": {|PHX3004:"yes"|}, "ClientAddress": {|PHX3004:"Hide"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "Aliases": {|PHX3004:true|} } }""")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": {|PHX3004:"https://posthog.internal/path"|}, "AssetsOrigin": {|PHX3004:"posthog.internal"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "UiHost": {|PHX3004:"https://eu.posthog.com/login"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "UiHost": {|PHX3004:"https://eu.i.posthog.com"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "UiHost": {|PHX3004:"https://us-assets.i.posthog.com"|} } } } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "UiHost": {|PHX3004:"https://us.posthog.com"|} } }""")]
    [InlineData("""{ "PostHogProxy:UiHost": {|PHX3004:"https://us.posthog.com"|}, "posthogproxy": { "region": "eu" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Us", "Maps": { "shop": { "Region": "Eu", "UiHost": {|PHX3004:"https://us.posthog.com"|} } } } }""")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://us.i.posthog.com", "UiHost": {|PHX3004:"https://eu.posthog.com"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Us", "IngestOrigin": {|PHX3004:"https://eu.i.posthog.com"|}, "AssetsOrigin": "https://us-assets.i.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://us.i.posthog.com", "AssetsOrigin": {|PHX3004:"https://eu-assets.i.posthog.com"|} } }""")]
    [InlineData("""{ "PostHogProxy": { "ProjectTokens": [ "phc_abc", {|PHX3004:"äbc"|} ] } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { {|PHX3004:"Rejion"|}: "Eu", "Region": {|PHX3004:"eu-central"|} } } } }""")]
    [InlineData("""{ "posthogproxy": { {|PHX3004:"Kache"|}: { "Size": 5 } } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { {|PHX3004:"Size"|}: 5, "Enabled": {|PHX3004:"on"|}, "StaleIfError": {|PHX3004:"400.00:00:00"|} } } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": {|PHX3004:false|} } }""")]
    [InlineData("""{ "PostHogProxy:Maps:shop:AssetCache": { {|PHX3004:"MaximumByts"|}: 5, "MaximumEntryBytes": {|PHX3004:0|} } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "MaximumBytes": {|PHX3004:65535|}, "FallbackDuration": {|PHX3004:"-00:00:01"|} } } }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { {|PHX3004:"MaxByte"|}: 1073741824, "Mode": {|PHX3004:"Always"|} } } }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { "MaxAge": {|PHX3004:"24"|}, "AttemptTimeout": {|PHX3004:"15"|}, "MaxBytes": {|PHX3004:"1 GiB"|}, "Protect": {|PHX3004:"yes"|} } } }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { "MaxReplayShare": {|PHX3004:"50%"|}, "Include": {|PHX3004:"Events, Flags"|}, "MinFreeDisk": {|PHX3004:-1|}, "Path": {|PHX3004:""|} } } }""")]
    [InlineData("""{ "PostHogProxy:Outbox": { {|PHX3004:"ClientIp"|}: "None" }, "PostHogProxy:Outbox:Mode": {|PHX3004:"On"|} }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": {|PHX3004:true|} } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { {|PHX3004:"Outbox"|}: { "Mode": "OnFailure" } } } } }""")]
    public Task A_key_or_a_value_that_would_stop_the_start_is_told(string settings) => AppTest.SaysAsync(App.Program(Eu), ("appsettings.json", settings));

    [Theory]
    [InlineData("""{ "PostHogProxy": { "Path": "/q7wz4", "region": "eu", "ProjectTokens": ["phc_abc"], "Features": "Capture, flags" } }""")]
    [InlineData("""{ "PostHogProxy": { "ConnectTimeout": "00:00:05", "ResponseTimeout": "00:01:00", "FlagsTimeout": "00:00:02.500" } }""")]
    [InlineData("""{ "PostHogProxy": { "MaxRequestBodySize": 67108864, "MaxConcurrentRequests": "500", "ClientAddress": "Truncate", "Aliases": "only" } }""")]
    [InlineData("""{ "PostHogProxy": { "RespectGlobalPrivacyControl": true, "AllowUnknownPaths": "False", "AllowServerSdks": false } }""")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://posthog.internal:8443", "AssetsOrigin": "http://localhost:8000" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "UiHost": "https://eu.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "UiHost": "https://us.posthog.com", "AssetsOrigin": "https://eu-assets.i.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Us", "Maps": { "shop": { "UiHost": "https://eu.posthog.com" } } } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "UiHost": "https://links.shop.example" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "IngestOrigin": "https://posthog.internal", "UiHost": "https://us.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "IngestOrigin": "https://eu.i.posthog.com", "AssetsOrigin": "https://cdn.shop.example" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Us", "Maps": { "shop": { "IngestOrigin": "https://eu.i.posthog.com" } } } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": null, "UiHost": null } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "enabled": false, "MaximumBytes": 65536, "MaximumEntryBytes": 1, "FallbackDuration": "00:00:00", "StaleIfError": "7.00:00:00" } } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "Regoin": { "Region": "Eu", "Path": "/a" }, "b": { "ProjectTokens": "phc_abc" } } } }""")]
    [InlineData("""{ "PostHogProxy": { "Path": null, "Region": null, "ProjectTokens": null, "IngestOrigin": null, "MaxConcurrentRequests": null, "Maps": null } }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { "Mode": "WriteAhead", "Include": "Events, logs", "Path": "/data/outbox.db", "MaxBytes": 2147483648, "MaxReplayShare": 0.25, "MaxEntryBytes": 1048576, "MaxAge": "12:00:00" } } }""")]
    [InlineData("""{ "PostHogProxy": { "outbox": { "MinFreeDisk": 0, "DropOldestWhenFull": true, "SurvivePowerLoss": "True", "AttemptTimeout": "00:00:05", "MaxConcurrency": 4, "MaxAttempts": 3, "DeadLetterMaxBytes": 0, "Protect": false } } }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { "Mode": null, "Path": null } } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "Outbox": { "Region": "Eu" } } } }""")]
    [InlineData("""{ "PostHogProxies": { "Regoin": "Eu" }, "Other": { "PostHogProxy": { "Regoin": "Eu" } } }""")]
    [InlineData("""{ "PostHogProxy": { "Regoin": "Eu" """)]
    [InlineData("""[ { "PostHogProxy": { "Regoin": "Eu" } } ]""")]
    [InlineData("")]
    public Task A_right_one_and_one_of_something_else_is_not(string settings) => AppTest.SaysAsync(App.Program(Eu), ("appsettings.json", settings));

    [Fact]
    public Task Only_settings_files_are_read() => AppTest.SaysAsync(
        App.Program(Eu),
        ("package.json", """{ "PostHogProxy": { "Regoin": "Eu" } }"""),
        ("settings.json", """{ "PostHogProxy": { "Regoin": "Eu" } }"""),
        ("Properties/AppSettings.Staging.JSON", """{ "PostHogProxy": { {|PHX3004:"Regoin"|}: "Eu" } }"""));

    [Fact]
    public Task A_secret_key_is_told_under_whatever_name() => AppTest.SaysAsync(
        App.Program(Eu), ("appsettings.json", """{ "PostHog": { "PersonalApiKey": "{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}", "Other": "phx_your_key_here" } }"""));

    private static async Task WithSdkAsync(string statement, string settings)
    {
        var test = new AppTest(App.Program(statement), [("appsettings.json", settings)]);
        var sdk = CSharpCompilation.Create(
            "PostHog.AspNetCore", references: App.References(withPackage: false), options: new(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(sdk.Emit(image).Success);
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromImage(image.ToArray()));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
