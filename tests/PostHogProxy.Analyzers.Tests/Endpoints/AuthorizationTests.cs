namespace PostHogProxy.Analyzers.Tests.Endpoints;

/// <summary>PHX1004.</summary>
public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).{|PHX1004:RequireAuthorization()|};""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).RequireHost("e.shop.example").{|PHX1004:RequireAuthorization("staff")|}.WithName("proxy");""")]
    [InlineData("""var proxy = app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); proxy.{|PHX1004:RequireAuthorization()|};""")]
    [InlineData("""app.MapGroup("/a").{|PHX1004:RequireAuthorization()|}.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    [InlineData("""var group = app.MapGroup("/a"); group.{|PHX1004:RequireAuthorization()|}; group.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    [InlineData("""var outer = app.MapGroup("/a").{|PHX1004:RequireAuthorization()|}; var inner = outer.MapGroup("/b"); inner.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); outer.MapGet("/c", () => "");""")]
    [InlineData("""app.MapPostHogProxy(Environment.MachineName, PostHogRegion.Eu).{|PHX1004:RequireAuthorization()|};""")]
    public Task An_authorization_without_effect_is_told(string statement) => AppTest.SaysAsync(App.Program(statement));

    [Theory]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).AllowAnonymous();""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).RequireRateLimiting("beacons");""")]
    [InlineData("""app.MapGet("/admin", () => "").RequireAuthorization(); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/admin").RequireAuthorization().MapGet("/", () => ""); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    [InlineData("""var admin = app.MapGroup("/a").RequireAuthorization(); var open = app.MapGroup("/b"); open.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); admin.MapGet("/", () => "");""")]
    [InlineData("""var proxy = app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); var page = app.MapGet("/", () => ""); page.RequireAuthorization();""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).RequireAuthorization2();""")]
    public Task An_authorization_of_something_else_is_not(string statement) => AppTest.SaysAsync(App.Program(statement) + """
        static class Own
        {
            public static IEndpointConventionBuilder RequireAuthorization2(this IEndpointConventionBuilder builder) => builder;
        }
        """);

    [Fact]
    public Task Two_proxies_of_one_group_share_one_finding() => AppTest.SaysAsync(App.Program("""
        var group = app.MapGroup("/a").{|PHX1004:RequireAuthorization()|};
        group.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);
        group.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);
        """));
}
