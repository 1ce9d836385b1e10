using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A text with a fenced block or a heading is a document: what it shows is run by nobody.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("```")]
    [InlineData("```js\nposthog.init()\n```")]
    [InlineData("Put this into the head:\n\n```html\n<script></script>\n```\n")]
    [InlineData("# Set-up")]
    [InlineData("## Set-up")]
    [InlineData("###### Set-up")]
    [InlineData("\n# Set-up\n")]
    [InlineData("a\r\n# Set-up")]
    [InlineData("a\r# Set-up")]
    [InlineData("a\n   # Set-up")]
    [InlineData("\t# Set-up")]
    [InlineData("  # Set-up")]
    [InlineData("#a\n# b")]
    [InlineData("a #b #c\n\n## d")]
    [InlineData("# ")]
    public void A_fence_or_a_heading_makes_a_document(string text) => Assert.True(ShownLiterals.HasFence(text));

    [Theory]
    [InlineData("")]
    [InlineData("``")]
    [InlineData("`` `")]
    [InlineData("#")]
    [InlineData("##")]
    [InlineData("a\n##")]
    [InlineData("#\n")]
    [InlineData("#app { color: #fff }")]
    [InlineData("a # b")]
    [InlineData("a\n.b # c")]
    [InlineData("a\n##b ## c")]
    [InlineData("#!/usr/bin/env node\nposthog.init()")]
    [InlineData("class A {\n  #key = 1\n}")]
    [InlineData("location.hash = '# a'")]
    public void A_mark_elsewhere_makes_none(string text) => Assert.False(ShownLiterals.HasFence(text));

    [Theory]
    [InlineData("const content = `# PostHog\nPAGE`")]
    [InlineData("const content = `\n  ## PostHog\n  PAGE`")]
    [InlineData("const content = `PAGE\n\\`\\`\\`\n`")]
    [InlineData("const content = `PAGE\n# PostHog ${version}`")]
    public void A_document_in_a_template_is_shown(string script) => Assert.Empty(Find(script));

    [Theory]
    [InlineData("const content = `#app\nPAGE`")]
    [InlineData("const content = `PAGE\n#`")]
    [InlineData("const content = `PAGE #`; const other = ` # `")]
    [InlineData("// # PostHog\nconst content = `PAGE`")]
    [InlineData("const content = `PAGE`\n# PostHog\n")]
    public void A_mark_that_is_none_of_the_templates_changes_nothing(string script) => Assert.Single(Find(script));

    private static IReadOnlyList<ClientSetup> Find(string script) =>
        ClientSetups.Find(script.Replace("PAGE", "<script>posthog.init('phc_1', { api_host: '/t7k2' })</script>", StringComparison.Ordinal), ClientLanguage.Script);
}
