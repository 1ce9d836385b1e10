using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What stands between two lines of dashes at the top of an .astro file is script.</summary>
public sealed class FrontmatterTests
{
    [Theory]
    [InlineData("---\nCALL\n---\n<p></p>")]
    [InlineData("---\nCALL\n---")]
    [InlineData("---\r\nCALL\r\n---\r\n<p></p>")]
    [InlineData("\n  ---\nCALL\n---\n<p></p>")]
    [InlineData("\uFEFF---\nCALL\n---\n<p></p>")]
    [InlineData("---\nconst page = <Page>Astro.props\nCALL\nconst c = \"</Page>\"\n---\n<p></p>")]
    public void A_script_at_the_top_is_read(string page) => Assert.Single(Find(page));

    [Theory]
    [InlineData("---\nconst comment = \"<!--\"\n---\n<script>CALL</script>")]
    [InlineData("---\nconst comment = \"@*\"\n---<script>CALL</script>")]
    [InlineData("---\n---\n<script>CALL</script>")]
    [InlineData("---\n// CALL\n---\n<script>CALL</script>")]
    [InlineData("---\n<script>CALL</script>")]
    [InlineData("--\n<script>CALL</script>\n--")]
    public void The_page_behind_it_is_read_as_a_page(string page) => Assert.Single(Find(page));

    [Theory]
    [InlineData("---\n// CALL\n---\n<p></p>")]
    [InlineData("---\n---\nCALL")]
    [InlineData("---\nCALL")]
    [InlineData("<p>CALL</p>\n---\n")]
    [InlineData("---\nCALL ---\n<p></p>")]
    [InlineData("--\nCALL\n--\n<p></p>")]
    [InlineData("<p></p>\n---\nCALL\n---\n")]
    public void Anything_else_is_text(string page) => Assert.Empty(Find(page));

    [Fact]
    public void A_page_in_a_template_has_none() =>
        Assert.Empty(ClientSetups.Find("const page = `---\nposthog.init('phc_1')\n---\n<script>a()</script>`", ClientLanguage.Script));

    private static IReadOnlyList<ClientSetup> Find(string page) =>
        ClientSetups.Find(page.Replace("CALL", "posthog.init('phc_1', { api_host: '/t7k2' })", StringComparison.Ordinal), ClientLanguage.Markup);
}
