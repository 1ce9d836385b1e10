using PostHogProxy.CodeFixes;

namespace PostHogProxy.Analyzers.Tests.Fixes;

/// <summary>PHX1004: the call goes, and nothing else.</summary>
public sealed class RemoveAuthorizationTests
{
    [Theory]
    [InlineData(
        """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).{|PHX1004:RequireAuthorization()|};""",
        """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    [InlineData(
        "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu)\n    .{|PHX1004:RequireAuthorization(\"staff\")|} // Why?\n    .WithName(\"proxy\");",
        "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu) // Why?\n    .WithName(\"proxy\");")]
    [InlineData(
        "var proxy = app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);\nproxy.{|PHX1004:RequireAuthorization()|};\nproxy.WithName(\"proxy\");",
        "var proxy = app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);\nproxy.WithName(\"proxy\");")]
    [InlineData(
        """app.MapGroup("/a").{|PHX1004:RequireAuthorization()|}.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""",
        """app.MapGroup("/a").MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""")]
    public Task The_call_is_removed(string before, string after) =>
        FixTest<RemoveAuthorizationCodeFixProvider>.TurnsAsync(App.Program(before), App.Program(after));

    [Fact]
    public Task All_of_them_are_removed_at_once() => FixTest<RemoveAuthorizationCodeFixProvider>.TurnsAsync(
        App.Program("""
            app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).{|PHX1004:RequireAuthorization()|};
            app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us).{|PHX1004:RequireAuthorization()|};
            """),
        App.Program("""
            app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);
            app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);
            """),
        count: 2);

    [Theory]
    [InlineData("""var group = app.MapGroup("/a").{|PHX1004:RequireAuthorization()|}; group.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); group.MapGet("/staff", () => "");""")]
    [InlineData("""var group = app.MapGroup("/a"); group.{|PHX1004:RequireAuthorization()|}; group.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); Map(group); static void Map(IEndpointRouteBuilder staff) => staff.MapGet("/staff", () => "");""")]
    [InlineData("""var outer = app.MapGroup("/a").{|PHX1004:RequireAuthorization()|}; var inner = outer.MapGroup("/b"); inner.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); inner.MapGet("/staff", () => "");""")]
    public Task What_other_endpoints_need_is_left(string statement) => FixTest<RemoveAuthorizationCodeFixProvider>.LeavesAsync(App.Program(statement));

    /// <summary>Without the call these would not compile, or would lose the proxy with it.</summary>
    [Theory]
    [InlineData("""(app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu)).{|PHX1004:RequireAuthorization()|};""")]
    [InlineData("""IEndpointConventionBuilder proxy = app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); ((IEndpointConventionBuilder)proxy).{|PHX1004:RequireAuthorization()|};""")]
    [InlineData("""var proxy = app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); Action later = () => proxy.{|PHX1004:RequireAuthorization()|}; later();""")]
    [InlineData("""AuthorizationEndpointConventionBuilderExtensions.{|PHX1004:RequireAuthorization(app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu))|};""")]
    [InlineData("""var proxy = AuthorizationEndpointConventionBuilderExtensions.{|PHX1004:RequireAuthorization(app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu))|};""")]
    [InlineData("app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu)\n#if !STAFF\n    .{|PHX1004:RequireAuthorization()|}\n#endif\n    ;")]
    public Task What_cannot_go_alone_is_left(string statement) => FixTest<RemoveAuthorizationCodeFixProvider>.LeavesAsync(App.Program(statement));
}
