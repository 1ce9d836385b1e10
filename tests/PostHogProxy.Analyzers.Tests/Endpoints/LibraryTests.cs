using Microsoft.CodeAnalysis;

namespace PostHogProxy.Analyzers.Tests.Endpoints;

/// <summary>A proxy that a class library maps is known in the app that calls the library, and nothing is guessed where it is not.</summary>
public sealed class LibraryTests
{
    private const string Maps = """
        public static class Mapping
        {
            public static void MapAnalytics(this IEndpointRouteBuilder endpoints) => endpoints.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);
        }
        """;

    private static readonly (string, string) Right = ("wwwroot/right.js", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' })");
    private static readonly (string, string) Judged = ("wwwroot/app.js", "posthog.init('phc_x1', { api_host: '{|PHX2006:/q7wz5|}', ui_host: '{|PHX2002:https://us.posthog.com|}' })");
    private static readonly (string, string) NotJudged = ("wwwroot/app.js", "posthog.init('phc_x1', { api_host: '/q7wz5', ui_host: 'https://us.posthog.com' })");

    [Theory]
    [InlineData("app.MapAnalytics();", Maps)]
    [InlineData("Mapping.MapAnalytics(app);", Maps)]
    [InlineData("app.MapGroup(\"/\").MapAnalytics();", Maps)]
    [InlineData("app.MapGroup(\"/q7wz4\").MapAnalytics();", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e) { var g = e.MapGroup(\"\"); g.MapPostHogProxy(\"/\", PostHogRegion.Eu); } }")]
    [InlineData("app.MapAnalytics();", "public static class Mapping { public static void MapAnalytics(this WebApplication app) { app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu); } }")]
    [InlineData("app.MapAnalytics();", "public static class Mapping { public static IEndpointConventionBuilder MapAnalytics(this IEndpointRouteBuilder e) => e.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu); }")]
    [InlineData("app.MapAnalytics().WithDisplayName(\"PostHog\");", "public static class Mapping { public static IEndpointConventionBuilder MapAnalytics(this IEndpointRouteBuilder e) { var proxy = e.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu); return proxy; } }")]
    [InlineData("app.MapAnalytics(\"/q7wz4\", PostHogRegion.Eu);", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e, string path, PostHogRegion region) => e.MapPostHogProxy(path, region); }")]
    [InlineData("app.MapAnalytics();", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e, string path = \"/q7wz4\", PostHogRegion region = PostHogRegion.Eu) => e.MapPostHogProxy(path, region); }")]
    [InlineData("app.MapAnalytics(region: PostHogRegion.Eu, path: \"/q7wz4\");", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e, string path, PostHogRegion region) => e.MapPostHogProxy(path, region); }")]
    [InlineData("app.MapAnalytics(\"/wz4\");", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e, string path) => e.MapGroup(\"/q7\").MapPostHogProxy(path, PostHogRegion.Eu, o => o.FlagsTimeout = TimeSpan.FromSeconds(1)); }", "/q7/wz4")]
    [InlineData("app.MapAll();", "public static class Mapping { public static void MapAll(this IEndpointRouteBuilder e) => Inner(e.MapGroup(\"/q7\")); private static void Inner(IEndpointRouteBuilder e) => e.MapPostHogProxy(\"/wz4\", PostHogRegion.Eu); }", "/q7/wz4")]
    public Task The_proxy_of_a_method_that_the_app_calls_is_known(string call, string library, string path = "/q7wz4") => SaysAsync(
        library, App.File($"using Shared;\nvar app = WebApplication.Create();\n{call}\n"), Judged,
        ("wwwroot/right.js", Right.Item2.Replace("/q7wz4", path, StringComparison.Ordinal)));

    [Theory]
    [InlineData("", Maps)] // another library may call it
    [InlineData("Action<IEndpointRouteBuilder> map = Mapping.MapAnalytics; map(app);", Maps)]
    [InlineData("IEndpointRouteBuilder inner = args.Length > 0 ? app.MapGroup(\"/a\") : app; inner.MapAnalytics();", Maps)]
    [InlineData("app.MapAnalytics(args[0]);", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e, string path) => e.MapPostHogProxy(path, PostHogRegion.Us); }")]
    [InlineData("app.MapAnalytics(\"/q7wz4\");", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e, string path) { path += \"/x\"; e.MapPostHogProxy(path, PostHogRegion.Us); } }")]
    [InlineData("app.MapAnalytics();", "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e) { e.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Us); Other(e); } static void Other(IEndpointRouteBuilder e) { foreach (var name in new[] { \"/a\" }) e.MapPostHogProxy(name, PostHogRegion.Us); } }")]
    [InlineData("new Module().Map(app);", "public interface IModule { void Map(IEndpointRouteBuilder e); } public class Module : IModule { void IModule.Map(IEndpointRouteBuilder e) => e.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Us); public void Map(IEndpointRouteBuilder e) { } }")]
    [InlineData("app.MapAnalytics().RequireHost(\"e.shop.example\", args[0]);", "public static class Mapping { public static IEndpointConventionBuilder MapAnalytics(this IEndpointRouteBuilder e) => e.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Us); }")]
    public Task What_is_not_known_of_a_library_makes_the_page_unjudged(string call, string library) => SaysAsync(
        library, App.File($"using Shared;\nvar app = WebApplication.Create();\n{call}\n"), NotJudged);

    [Fact]
    public async Task A_library_that_an_older_package_compiled_makes_the_page_unjudged()
    {
        var test = new AppTest(App.File("using Shared;\nvar app = WebApplication.Create();\napp.MapAnalytics();\napp.MapPostHogProxy(\"/t7k2\", PostHogRegion.Eu);\n"), [NotJudged]);
        test.TestState.AdditionalReferences.Add(Library.Reference(Maps, withGenerator: false));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_library_that_uses_the_package_and_maps_nothing_hides_nothing() => SaysAsync(
        "public static class Own { public static bool Is(Endpoint endpoint) => endpoint.Metadata.GetMetadata<PostHogProxyMetadata>() is not null; }",
        App.File("var app = WebApplication.Create();\napp.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);\n"), Judged, Right);

    [Fact]
    public Task The_section_of_the_app_decides_what_the_library_leaves_to_it() => SaysAsync(
        "public static class Mapping { public static void MapAnalytics(this IEndpointRouteBuilder e) => e.MapPostHogProxy(); }",
        App.File("using Shared;\nvar app = WebApplication.Create();\napp.MapAnalytics();\n"),
        Judged, Right, ("appsettings.json", """{ "PostHogProxy": { "Path": "/q7wz4", "Region": "Eu" } }"""));

    [Fact]
    public Task Options_that_a_library_changes_make_the_section_unknown() => SaysAsync(
        "public static class Services { public static void AddAnalytics(this IServiceCollection services) => services.AddPostHogProxy(options => options.Region = PostHogRegion.Us); }",
        App.File("using Shared;\nvar builder = WebApplication.CreateBuilder();\nbuilder.Services.AddAnalytics();\nvar app = builder.Build();\napp.MapPostHogProxy();\n"),
        NotJudged, ("appsettings.json", """{ "PostHogProxy": { "Path": "/q7wz4", "Region": "Eu" } }"""));

    [Theory]
    [InlineData("app.MapGroup(\"/tracking\").{|PHX1001:MapAnalytics|}();", "\"/events\"", "")]
    [InlineData("app.{|PHX1001:MapAnalytics|}();", "\"/ingest\"", "")]
    [InlineData("app.MapAnalytics({|PHX1001:\"/tracking/events\"|});", "path", ", string path")]
    [InlineData("app.MapGroup(\"/a\").MapAnalytics({|PHX1002:\"/telemetry\"|});", "path", ", string path")]
    [InlineData("app.MapAnalytics({|PHX1003:\"q7wz4/\"|});", "path", ", string path")]
    [InlineData("app.MapGroup(\"/a\").MapAnalytics();", "\"/q7wz4\"", "")]
    public Task The_whole_path_is_judged_where_the_app_decides_it(string call, string path, string parameter) => SaysAsync(
        $"public static class Mapping {{ public static void MapAnalytics(this IEndpointRouteBuilder e{parameter}) => e.MapPostHogProxy({path}, PostHogRegion.Eu); }}",
        App.File($"using Shared;\nvar app = WebApplication.Create();\n{call}\n"));

    [Fact]
    public Task A_proxy_of_a_library_and_one_of_the_app_may_be_one_too_many() => SaysAsync(
        Maps, App.File("using Shared;\nvar app = WebApplication.Create();\napp.{|PHX1005:MapAnalytics|}();\napp.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);\n"));

    [Fact]
    public void A_library_says_what_it_maps_in_a_form_of_its_own()
    {
        Assert.Equal(
            ["1;method=M%3AShared.Mapping.MapAnalytics%28Microsoft.AspNetCore.Routing.IEndpointRouteBuilder%29;builder=0;prefix=;path=%2Fq7wz4;region=Eu;hosts="],
            Library.Says(Maps));
    }

    [Fact]
    public void An_app_says_nothing_and_a_library_that_maps_nothing_says_that()
    {
        Assert.Empty(Library.Says(Maps + "public static class Program { public static void Main() { } }", OutputKind.ConsoleApplication));
        Assert.Equal(["1"], Library.Says("public sealed class Nothing;"));
    }

    private static Task SaysAsync(string library, string app, params (string, string)[] files)
    {
        var test = new AppTest(app, files);
        test.TestState.AdditionalReferences.Add(Library.Reference(library));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
