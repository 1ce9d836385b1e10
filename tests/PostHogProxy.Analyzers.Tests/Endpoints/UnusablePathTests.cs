namespace PostHogProxy.Analyzers.Tests.Endpoints;

/// <summary>PHX1003.</summary>
public sealed class UnusablePathTests
{
    [Theory]
    [InlineData("""app.MapPostHogProxy({|PHX1003:""|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/q7wz4/"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/{tenant}"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/q7?x=1"|}, new Uri("https://posthog.internal"));""")]
    [InlineData("""const string Path = "q7wz4"; app.MapPostHogProxy({|PHX1003:Path|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy(region: PostHogRegion.Eu, pattern: {|PHX1003:"/q7 wz4"|});""")]
    [InlineData("""app.MapGroup("/{tenant}").MapPostHogProxy({|PHX1003:"/q7wz4/"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu).RequireHost();""")]
    [InlineData("""app.MapGroup("").MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu);""")]
    [InlineData("""PostHogProxyEndpointRouteBuilderExtensions.MapPostHogProxy(app, {|PHX1003:"/q7wz4/"|}, PostHogRegion.Eu);""")]
    public Task A_path_that_cannot_be_mapped_is_told(string statement) => AppTest.SaysAsync(App.Program(statement));

    [Theory]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/a/b_c.d~e", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example");""")]
    [InlineData("""var proxy = app.MapPostHogProxy("/", PostHogRegion.Eu); proxy.RequireHost("e.shop.example");""")]
    [InlineData("""app.MapGroup("").RequireHost("e.shop.example").MapPostHogProxy("/", PostHogRegion.Eu);""")]
    [InlineData("""var group = app.MapGroup(""); group.RequireHost("e.shop.example"); group.MapPostHogProxy("/", PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/q7wz4").MapPostHogProxy("/", PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/a").MapGroup("/q7wz4").MapPostHogProxy("/", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost(Environment.MachineName);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).WithMetadata(new Microsoft.AspNetCore.Routing.HostAttribute("e.shop.example"));""")]
    [InlineData("""app.MapPostHogProxy(Environment.MachineName + "/", PostHogRegion.Eu);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu, options => options.Path = "/q7wz4");""")]
    [InlineData("""Limit(app.MapPostHogProxy("/", PostHogRegion.Eu)); static void Limit(IEndpointConventionBuilder proxy) => proxy.RequireHost("e.shop.example");""")]
    [InlineData("""app.MapGet("/q7wz4/", () => "not ours");""")]
    public Task A_path_that_can_be_mapped_or_is_not_known_is_not(string statement) => AppTest.SaysAsync(App.Program(statement));

    [Fact]
    public Task A_parameter_is_followed_to_the_only_caller() => AppTest.SaysAsync(App.Program("""
        app.MapAnalytics();
        """) + """
        static class Analytics
        {
            public static void MapAnalytics(this IEndpointRouteBuilder endpoints) => endpoints.MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu);
        }
        """);

    [Fact]
    public Task A_parameter_with_two_callers_is_followed_to_none() => AppTest.SaysAsync(App.Program("""
        app.MapGroup("/q7wz4").MapAnalytics();
        app.MapAnalytics();
        """) + """
        static class Analytics
        {
            public static void MapAnalytics(this IEndpointRouteBuilder endpoints) => endpoints.MapPostHogProxy("/", PostHogRegion.Eu);
        }
        """);

    [Theory]
    [InlineData("interface IModule { void Map(IEndpointRouteBuilder endpoints); }", "IModule", "public")]
    [InlineData("abstract class Module { public abstract void Map(IEndpointRouteBuilder endpoints); }", "Module", "public override")]
    public Task A_method_that_others_call_by_its_contract_is_followed_to_none(string contract, string name, string modifiers) => AppTest.SaysAsync(App.Program($$"""
        new Analytics().Map(app);
        foreach (var module in new {{name}}[] { new Analytics() }) module.Map(app.MapGroup("/q7wz4"));
        """) + $$"""
        {{contract}}

        class Analytics : {{name}}
        {
            {{modifiers}} void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPostHogProxy("/", PostHogRegion.Eu);
        }
        """);

    [Fact]
    public Task A_startup_class_is_read_like_a_program() => AppTest.SaysAsync(App.File("""
        public class Startup
        {
            public static void Main() { }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseEndpoints(endpoints => endpoints.MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu));
                app.Map("/branch", branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.MapPostHogProxy("/", PostHogRegion.Eu)));
            }
        }
        """));
}
