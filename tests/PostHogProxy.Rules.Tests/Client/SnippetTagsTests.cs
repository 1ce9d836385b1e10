using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Where a page or a component writes <c>&lt;posthog-snippet&gt;</c> for the browser to read, and where it only says the name.</summary>
public sealed class SnippetTagsTests
{
    [Theory]
    [InlineData("<«posthog-snippet»")]
    [InlineData("<«posthog-snippet»>")]
    [InlineData("<«posthog-snippet»/>")]
    [InlineData("<«posthog-snippet» token=\"phc_1\">")]
    [InlineData("<«posthog-snippet»\n  token=\"phc_1\" />")]
    [InlineData("<«PostHog-Snippet» />")]
    [InlineData("<«POSTHOG-SNIPPET» />")]
    [InlineData("<head>\n  <«posthog-snippet» />\n  <«posthog-snippet» />\n</head>")]
    [InlineData("<«posthog-snippet»><«posthog-snippet»>")]
    [InlineData("<th:«posthog-snippet» />")]
    [InlineData("<x-1_a.b:«posthog-snippet» />")]
    [InlineData("@* the snippet *@ <«posthog-snippet» />")]
    [InlineData("<!-- PostHog --><«posthog-snippet» />")]
    [InlineData("<!-- a --><«posthog-snippet» /><!-- b -->")]
    [InlineData("<script>a()</script><«posthog-snippet» /><script>b()</script>")]
    [InlineData("<SCRIPT>a()</SCRIPT>\n<«posthog-snippet» />")]
    [InlineData("<textarea>a</textarea><«posthog-snippet» /><textarea>b</textarea>")]
    [InlineData("<style>p { }</style><«posthog-snippet» /><style>b { }</style>")]
    [InlineData("<p>// no comment in HTML</p><«posthog-snippet» />")]
    [InlineData("// a comment of C#\n<«posthog-snippet» />")]
    [InlineData("@if (isLive) { <«posthog-snippet» /> }")]
    [InlineData("<link href=\"/a.css\" /><«posthog-snippet» />")]
    [InlineData("<p title=\"a\n<«posthog-snippet» />")]
    [InlineData("@{ var quote = \"\\\"\"; } <«posthog-snippet» />")]
    [InlineData("@{ var quote = \"say \\\"a\"; } <«posthog-snippet» />")]
    [InlineData("posthog-snippet: <«posthog-snippet» />")]
    [InlineData("\"a\" <«posthog-snippet» />")]
    [InlineData("<p>Don't</p><«posthog-snippet» />")]
    [InlineData("<p>2 < 3</p><«posthog-snippet»/>")]
    public void A_tag_in_the_page_is_found(string marked)
    {
        var (text, marks) = MarkedText.Parse(marked);

        Assert.NotEmpty(marks);
        Assert.Equal(marks, SnippetTags.Unbound(text, []));
        Assert.Equal(marks, SnippetTags.OfComponent(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("posthog-snippet")]
    [InlineData("posthog-snippet />")]
    [InlineData("x:posthog-snippet")]
    [InlineData(">posthog-snippet")]
    [InlineData("< posthog-snippet />")]
    [InlineData("</posthog-snippet>")]
    [InlineData("<!posthog-snippet />")]
    [InlineData("<posthog-snippets />")]
    [InlineData("<posthog-snippet-x />")]
    [InlineData("<posthog-snippet.x />")]
    [InlineData("<posthog-snippet<p>")]
    [InlineData("<my-posthog-snippet />")]
    [InlineData("<myposthog-snippet />")]
    [InlineData("@* <posthog-snippet /> *@")]
    [InlineData("@* a *@ @* <posthog-snippet /> *@")]
    [InlineData("@*\n\n<posthog-snippet />")]
    [InlineData("<!--\n<posthog-snippet />\n-->")]
    [InlineData("<!-- a --><!-- <posthog-snippet /> -->")]
    [InlineData("<script>const x = 1 <posthog-snippet</script>")]
    [InlineData("<script>a()</script><SCRIPT type=\"text/template\">\n<posthog-snippet />\n</SCRIPT>")]
    [InlineData("<textarea>\n<posthog-snippet />\n</textarea>")]
    [InlineData("<style>a { } <posthog-snippet /> </style>")]
    [InlineData("@{\n  // write <posthog-snippet /> here\n}")]
    [InlineData("// <posthog-snippet />")]
    [InlineData("/*\n * <posthog-snippet />\n */")]
    [InlineData("* <posthog-snippet />")]
    [InlineData("@{ var tag = \"<posthog-snippet />\"; }")]
    [InlineData("@{ var tag = \"<p>\" + \"\\\"<posthog-snippet />\\\"\"; }")]
    [InlineData("\"<posthog-snippet />\"")]
    [InlineData("\" <posthog-snippet />\"")]
    [InlineData("@{ var tag = '<posthog-snippet />'; }")]
    [InlineData("`<posthog-snippet />`")]
    [InlineData("\\<posthog-snippet />")]
    [InlineData("<p title=\"put <posthog-snippet /> here\">x</p>")]
    public void A_name_that_is_no_tag_of_the_page_is_not(string text)
    {
        Assert.Empty(SnippetTags.Unbound(text, []));
        Assert.Empty(SnippetTags.OfComponent(text));
    }

    [Theory]
    [InlineData("posthog-snippet", true)]
    [InlineData("PostHog-Snippet", true)]
    [InlineData("th:posthog-snippet", true)]
    [InlineData("PostHogSnippet", true)]
    [InlineData("PostHogProxy.Components.PostHogSnippet", true)]
    [InlineData("posthogsnippet", false)]
    [InlineData("POSTHOGSNIPPET", false)]
    [InlineData("MyPostHogSnippet", false)]
    [InlineData("PostHogSnippet.Body", false)]
    [InlineData("PostHogProvider", false)]
    public void The_packages_own_tag_is_known_by_its_name(string tag, bool isOne) => Assert.Equal(isOne, SnippetTags.IsOne(tag));
}
