namespace PostHogProxy.Analyzers.Tests.Endpoints;

/// <summary>PHX1005. The mark is on the later of the two.</summary>
public sealed class OverlapTests
{
    [Theory]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/Q7WZ4"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/q7wz4/x2hq9"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4/x2hq9", PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/a/q7wz4", PostHogRegion.Eu); app.MapGroup("/a").MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example"); app.MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us).RequireHost("*.shop.example");""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us); app.MapPostHogProxy("/x2hq9", PostHogRegion.Us); app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Us); app.MapPostHogProxy("/x2hq9", PostHogRegion.Us); app.MapPostHogProxy({|PHX1005:{|PHX1003:"/"|}|}, PostHogRegion.Eu); app.MapPostHogProxy("/z8vx3k", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy({|PHX1003:"/"|}, PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us); app.MapPostHogProxy({|PHX1005:"/q7wz4"|}, PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy({|PHX1005:"/q7wz4/a"|}, PostHogRegion.Us); app.MapPostHogProxy("/q7wz4/b", PostHogRegion.Us);""")]
    public Task Two_proxies_that_meet_are_told(string statements) => AppTest.SaysAsync(App.Program(statements));

    [Theory]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy("/x2hq9", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy("/q7wz4b", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("e.shop.example");""")]
    [InlineData("""app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example"); app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("u.shop.example");""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).RequireHost("*:5000"); app.MapPostHogProxy("/q7wz4", PostHogRegion.Us).RequireHost("*:5001");""")]
    [InlineData("""if (args.Length > 0) app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); else app.MapPostHogProxy("/q7wz4", PostHogRegion.Us);""")]
    [InlineData("""app.MapGroup("/a").MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapGroup("/b").MapPostHogProxy("/q7wz4", PostHogRegion.Us);""")]
    [InlineData("""var other = WebApplication.Create(); app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); other.MapPostHogProxy("/q7wz4", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapGroup(Environment.MachineName).MapPostHogProxy("/q7wz4", PostHogRegion.Us);""")]
    [InlineData("""app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu).RequireHost(Environment.MachineName); app.MapPostHogProxy("/q7wz4", PostHogRegion.Us).RequireHost("e.shop.example");""")]
    [InlineData("""One(app); Two(app); static void One(WebApplication app) => app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); static void Two(WebApplication app) => app.MapPostHogProxy("/q7wz4", PostHogRegion.Us);""")]
    public Task Proxies_that_do_not_meet_are_not(string statements) => AppTest.SaysAsync(App.Program(statements));
}
