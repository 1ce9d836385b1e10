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

    /// <summary>What comes before the id, what parts several, what follows the last.</summary>
    [Theory]
    [InlineData(" PHX2003", true)]
    [InlineData("\tPHX2003", true)]
    [InlineData(",PHX2003", true)]
    [InlineData("PHX2003", true)]
    [InlineData(" PHX2003.", true)]
    [InlineData(" PHX2003: ours", true)]
    [InlineData(" PHX2001,PHX2003", true)]
    [InlineData(" PHX2001\t,\tPHX2003", true)]
    [InlineData(" PHX2001 PHX2002 PHX2004 PHX2003", true)]
    [InlineData(" PHX0000 PHX9999 PHX2003", true)]
    [InlineData(" PHX2001/PHX2003", false)]
    [InlineData(" PHX2001 and PHX2003", false)]
    [InlineData(": PHX2003", false)]
    [InlineData(" PHX200", false)]
    [InlineData(" PHX2003a", false)]
    [InlineData(" PHX2003é", false)]
    [InlineData(" PHX20O3", false)]
    [InlineData(" PHX2OO1 PHX2003", false)]
    [InlineData(" PHXa000 PHX2003", false)]
    [InlineData(" PHX/000 PHX2003", false)]
    [InlineData(" PHX:000 PHX2003", false)]
    [InlineData(" PHX200a PHX2003", false)]
    [InlineData(" PHY2001 PHX2003", false)]
    [InlineData(" ABC2003", false)]
    [InlineData(" PHX", false)]
    [InlineData(" ", false)]
    [InlineData(" ,", false)]
    public void Ids_are_parted_by_spaces_and_commas(string ids, bool isSilenced)
    {
        Assert.Equal(isSilenced, Covers("// posthog-proxy-disable-next-line" + ids + "\n§"));
        Assert.Equal(isSilenced, Covers("// posthog-proxy-disable-next-line" + ids + "\r\n  §"));
        Assert.Equal(isSilenced, Covers("a()\r// posthog-proxy-disable-next-line" + ids + "\rb(§)"));
    }

    [Theory]
    [InlineData("posthog-proxy-disable-next-line PHX2003\n§", true)]
    [InlineData("\nposthog-proxy-disable-next-line PHX2003\n§", true)]
    [InlineData("\r\nposthog-proxy-disable-next-line PHX2003\r\n§", true)]
    [InlineData("posthog-proxy-disable-next-line PHX2003\n§\n", true)]
    [InlineData("posthog-proxy-disable-next-line PHX2003\n\r\n§", false)]
    [InlineData("posthog-proxy-disable-next-line PHX2003\r\r§", false)]
    [InlineData("posthog-proxy-disable-next-line PHX2003\r\n\r\n§", false)]
    [InlineData("posthog-proxy-disable-next-line\nPHX2003 §", false)]
    [InlineData("posthog-proxy-disable-next-line\n PHX2003\n§", false)]
    [InlineData("Posthog-Proxy-Disable-Next-Line PHX2003\n§", false)]
    public void The_line_above_is_the_one_that_ends_where_this_one_starts(string marked, bool isSilenced) => Assert.Equal(isSilenced, Covers(marked));

    /// <summary>4000 characters are searched for the start of a line, on the line of the finding and on the one above.</summary>
    [Fact]
    public void A_line_and_its_break_of_4000_characters_may_hold_a_comment()
    {
        const string Comment = "/* posthog-proxy-disable-next-line PHX2003 */";
        var longest = Comment + new string(' ', 4000 - Comment.Length);

        Assert.True(Covers(longest + "\n§"));
        Assert.True(Covers("a()\n" + longest[..^1] + "\n§"));
        Assert.False(Covers("a()\n" + longest + "  \n§"));
        Assert.True(Covers(Comment + "\n" + new string(' ', 3999) + "§"));
        Assert.False(Covers(Comment + "\n" + new string(' ', 4001) + "§"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(50)]
    public void A_place_outside_of_the_text_is_no_fault(int at) => Assert.False(DisabledLines.Covers("posthog.init()", new(at, 0), "PHX2003"));

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
