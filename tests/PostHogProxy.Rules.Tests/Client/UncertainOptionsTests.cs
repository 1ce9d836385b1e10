using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Options that look certain at a glance, and are not: an object beside another, a member of it, what a function makes of it.</summary>
public sealed class UncertainOptionsTests
{
    [Theory]
    [InlineData("{ BOTH } || more")]
    [InlineData("{ BOTH } ?? more")]
    [InlineData("{ BOTH } && more")]
    [InlineData("{ BOTH }.web")]
    [InlineData("{ BOTH }[mode]")]
    [InlineData("{ BOTH } as any || more")]
    [InlineData("{ BOTH } as any ?? more")]
    [InlineData("{ BOTH } as any && more")]
    [InlineData("dev && { BOTH }")]
    [InlineData("more || { BOTH }")]
    [InlineData("dev ? more || { BOTH } : { BOTH }")]
    [InlineData("dev ? more ?? { BOTH } : { BOTH }")]
    [InlineData("dev ? { BOTH } : more || { BOTH }")]
    [InlineData("dev ? { BOTH }")]
    [InlineData("dev ? a ? { BOTH } : { BOTH }")]
    [InlineData("({ BOTH }, more)")]
    [InlineData("({ BOTH }).web")]
    [InlineData("f({ BOTH })")]
    [InlineData("(f)({ BOTH })")]
    [InlineData("[{ BOTH }]")]
    [InlineData("() => ({ BOTH })")]
    [InlineData("!{ BOTH }")]
    [InlineData("o.web")]
    [InlineData("o || more")]
    [InlineData("o as any || more")]
    [InlineData("o.web as any")]
    [InlineData("o(1)")]
    [InlineData("o as any ? more : less")]
    [InlineData("given")]
    [InlineData("{ ...given }")]
    [InlineData("circle")]
    [InlineData("{ ...circle }")]
    [InlineData("{ ...same }")]
    [InlineData("missing")]
    public void Options_that_may_be_others_are_unknown(string options)
    {
        var text = $$"""
            const o = { BOTH }
            const given = { BOTH }; add(given)
            const circle = round; const round = circle; const same = { ...same }
            posthog.init('phc_1', {{options}})
            """.Replace("BOTH", "api_host: '/a', ui_host: 'https://eu.posthog.com'", StringComparison.Ordinal);
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script), setup => setup.Token.Value == "phc_1");

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Equal(SettingState.Unknown, setup.UiHost.State);
    }
}
