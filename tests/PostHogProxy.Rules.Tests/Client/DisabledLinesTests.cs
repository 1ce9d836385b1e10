using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Client;

public sealed class DisabledLinesTests
{
    [Theory]
    [InlineData("// posthog-proxy-disable-next-line PHX2003\n§")]
    [InlineData("// posthog-proxy-disable-next-line PHX2003\r\n  §")]
    [InlineData("// posthog-proxy-disable-next-line PHX2003\r§")]
    [InlineData("x();\n  /* posthog-proxy-disable-next-line PHX2003 */\n  api_host: '§'")]
    [InlineData("/* posthog-proxy-disable-next-line PHX2003*/\n§")]
    [InlineData("{/* posthog-proxy-disable-next-line PHX2003 */}\n§")]
    [InlineData("<!-- posthog-proxy-disable-next-line PHX2003 -->\n§")]
    [InlineData("<!--posthog-proxy-disable-next-line PHX2003-->\n§")]
    [InlineData("@* posthog-proxy-disable-next-line PHX2003 *@\n§")]
    [InlineData("# posthog-proxy-disable-next-line PHX2003\n§")]
    [InlineData("// posthog-proxy-disable-next-line PHX2001 PHX2003\n§")]
    [InlineData("// posthog-proxy-disable-next-line PHX2001, PHX2003, PHX2004\n§")]
    [InlineData("// posthog-proxy-disable-next-line phx2003 because the app is our own\n§")]
    public void A_comment_on_the_line_above_silences(string marked) => Assert.True(Covers(marked));

    [Theory]
    [InlineData("§ // posthog-proxy-disable-next-line PHX2003")]
    [InlineData("// posthog-proxy-disable-next-line PHX2003 §")]
    [InlineData("// posthog-proxy-disable-next-line PHX2003\n\n§")]
    [InlineData("§\n// posthog-proxy-disable-next-line PHX2003")]
    [InlineData("// posthog-proxy-disable-next-line\n§")]
    [InlineData("// posthog-proxy-disable-next-line PHX2004\n§")]
    [InlineData("// posthog-proxy-disable-next-line PHX20031\n§")]
    [InlineData("// posthog-proxy-disable-next-line because of PHX2003\n§")]
    [InlineData("// posthog-proxy-disable-line PHX2003\n§")]
    [InlineData("// PHX2003 posthog-proxy-disable-next-line\n§")]
    [InlineData("§")]
    [InlineData("\n§")]
    [InlineData("\r\n§")]
    public void Anything_else_silences_nothing(string marked) => Assert.False(Covers(marked));

    [Fact]
    public void A_line_too_long_for_a_comment_is_not_searched() =>
        Assert.False(Covers("// posthog-proxy-disable-next-line PHX2003\n" + new string(' ', 10_000) + "§"));

    [Fact]
    public void A_silenced_finding_is_not_said_and_the_others_are() =>
        Assert.Equal(
            ["PHX2004"],
            ClientRules.JudgeText(
                """
                // posthog-proxy-disable-next-line PHX2003
                posthog.init('phc_1', { api_host: '/a' })
                posthog.init('phc_1', { api_host: '/a', ui_host: 'https://eu.i.posthog.com' })
                """,
                ClientLanguage.Script,
                [],
                true,
                "app.js",
                TestContext.Current.CancellationToken).Select(finding => finding.Id));

    private static bool Covers(string marked)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        return DisabledLines.Covers(marked.Remove(at, 1), new(at, 0), "PHX2003");
    }
}
