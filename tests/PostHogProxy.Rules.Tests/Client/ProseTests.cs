using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A call that stands in a sentence or a list is written about, and not made.</summary>
public sealed class ProseTests
{
    private const string Call = "posthog.init('phc_1', { api_host: '/a' })";

    [Theory]
    [InlineData("Call CALL first")]
    [InlineData("x()\nCall CALL first")]
    [InlineData("the use of CALL")]
    [InlineData("- CALL")]
    [InlineData("+ CALL")]
    [InlineData("* CALL")]
    [InlineData("> CALL")]
    [InlineData("x()\n- CALL")]
    [InlineData("1. CALL")]
    [InlineData("x 1. CALL")]
    [InlineData("'x' CALL")]
    [InlineData("x = /a/ CALL")]
    [InlineData("Please write code like: CALL")]
    [InlineData("Write code like: CALL")]
    [InlineData("x()\nWrite code like: CALL")]
    [InlineData("You should always write this, CALL")]
    [InlineData("static CALL")]
    [InlineData("new CALL")]
    public void A_sentence_is_no_call(string text) => Assert.Empty(Find(text));

    [Theory]
    [InlineData("CALL")]
    [InlineData("x()\nCALL")]
    [InlineData("x(); CALL")]
    [InlineData("x\n  CALL")]
    [InlineData("await CALL")]
    [InlineData("return CALL")]
    [InlineData("void CALL")]
    [InlineData("const a = CALL")]
    [InlineData("a + CALL")]
    [InlineData("a - CALL")]
    [InlineData("a > CALL")]
    [InlineData("a ? b : CALL")]
    [InlineData("ready && CALL")]
    [InlineData("ready(a, b, CALL)")]
    [InlineData("again: CALL")]
    [InlineData("code like: CALL")]
    [InlineData("one two\nthree: CALL")]
    [InlineData("if (a) CALL")]
    [InlineData("export default async function boot() { CALL }")]
    [InlineData("declare const a: B; import type C from 'c'; CALL")]
    [InlineData("interface A extends B { } CALL")]
    public void A_statement_is_one(string text) => Assert.Single(Find(text));

    [Fact]
    public void A_method_that_is_declared_is_no_call()
    {
        Assert.Empty(Find("class A { static init(POSTHOG_KEY, { api_host: '/a', ui_host: 'https://eu.posthog.com' }) { } }"));
        Assert.Empty(Find("function init(POSTHOG_KEY, { api_host: '/a', ui_host: 'https://eu.posthog.com' }) { }"));
    }

    private static IReadOnlyList<ClientSetup> Find(string text) => ClientSetups.Find(text.Replace("CALL", Call, StringComparison.Ordinal), ClientLanguage.Script);
}
