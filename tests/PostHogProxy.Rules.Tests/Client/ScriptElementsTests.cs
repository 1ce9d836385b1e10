using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Which elements of a page run a script, and where the script ends.</summary>
public sealed class ScriptElementsTests
{
    private const string Call = "posthog.init('phc_1', { api_host: '/t7k2' })";

    public static TheoryData<string> Running =>
    [
        "<script>CALL</script>",
        "<SCRIPT>CALL</SCRIPT>",
        "<script>CALL</script >",
        "<script\n>CALL</script>",
        "<script type=''>CALL</script>",
        "<script type>CALL</script>",
        "<script type='module'>CALL</script>",
        "<script type='Module'>CALL</script>",
        "<script type=module>CALL</script>",
        "<script type=' module '>CALL</script>",
        "<script type='text/javascript'>CALL</script>",
        "<script type='application/javascript'>CALL</script>",
        "<script type='text/plain' data-category='analytics'>CALL</script>",
        "<script type='text/babel'>CALL</script>",
        "<script type='text/partytown'>CALL</script>",
        "<script type='text/typescript'>CALL</script>",
        "<script lang='ts'>CALL</script>",
        "<script data-src='/a.js' defer>CALL</script>",
        "<script src='/a.js'></script><script>CALL</script>",
        "<script type='application/json'>{ \"a\": 1 }</script><script>CALL</script>",
        "<script>a()</script>CALL<script>CALL</script>",
        "<script>const path = '/script'; CALL</script>",
        "<script>const path = './script/a.js'; CALL</script>",
        "<script>/script/.test(x); CALL</script>",
        "<script>/\\/script/.test(x); CALL</script>",
        "<script>if (a <b/scripts.length) { CALL }</script>",
        "<script>document.write('<script src=\"/a.js\"><\\/script>'); CALL</script>",
        "<script>document.write('<script><\\/script>'); document.write('<script><\\/script>'); CALL</script><script>a()</script>",
        "<script>page.replace(/<\\/script>/, ''); CALL</script>",
        "<script>page.replace(/<script>/, ''); a()</script><script>CALL</script>",
        "<head>{@html `<script>a()<\\/script>`}</head><script>CALL</script>",
        "<head>{@html `\n<script>CALL<\\/script>`}</head>",
        "<head>{@html `\n<script>CALL<\\/script>`}</head><script>a()</script>",
        "<template><textarea v-model='note' /></template><script setup>CALL</script>",
        "<style src='./page.css' /><script>CALL</script>",
        "<p>1 < 2</p><script>CALL</script>",
        "<p>a <- b <</p><script>CALL</script>",
        "<3<script>CALL</script>",
        "a@b.example <script>CALL</script>",
        "</div><script>CALL</script>",
        "<style>p { content: '<' }</style><script>CALL</script>",
        "<title>a < b</title><script>CALL</script>",
        "<TITLE>a</TITLE><script>CALL</script>",
        "<textarea>Don't</textarea><script>CALL</script>",
        "<noscript><img src='/p.gif'></noscript><script>CALL</script>",
        "<xmp></xmp><script>CALL</script>",
        "<!-- a --><script>CALL</script><!-- b -->",
        "<!----><script>CALL</script>",
        "<!-- <script>a()</script> --><script>CALL</script>",
        "@* a *@<script>CALL</script>@* b *@",
        "@* <script>a()</script> *@<script>CALL</script>",
        "<!doctype html><script>CALL</script>",
        "@* <!-- *@<script>CALL</script>",
        "<!-- @* --><script>CALL</script>",
        "<script>CALL",
        "<script>CALL</scrip",
        "<script>CALL<",
    ];

    public static TheoryData<string> Silent =>
    [
        "<script type='text/html'>CALL</script>",
        "<script type='application/ld+json'>CALL</script>",
        "<script type='importmap'>CALL</script>",
        "<script type='speculationrules'>CALL</script>",
        "<script type='javascript'>CALL</script>",
        "<script src='/a.js'>CALL</script>",
        "<script SRC='/a.js'>CALL</script>",
        "<script type='module' src='/a.js'>CALL</script>",
        "<script type='text/html' src='/a.js'>CALL</script>",
        "<scripts>CALL</scripts>",
        "<script-loader>CALL</script-loader>",
        "< script>CALL</script>",
        "</script>CALL</script>",
        "<script></script>CALL",
        "<script>a()</script>CALL<script>b()</script>",
        "<style><script>CALL</script></style>",
        "<STYLE><script>CALL</script></STYLE>",
        "<title><script>CALL</script></title>",
        "<textarea><script>CALL</script></textarea>",
        "<textarea>/textarea <script>CALL</script></textarea>",
        "<xmp><script>CALL</script></xmp>",
        "<noscript><script>CALL</script></noscript>",
        "<noscript><script>CALL</script>",
        "<head>{@html `\n<script>a()<\\/script>`} CALL</head><script>b()</script>",
        "<head>{@html `\n<script>a()<\\/script>`} CALL</head>",
        "<!-- <script>CALL</script>",
        "<!-- > <script>CALL</script> -->",
        "@* <script>CALL</script>",
        "<!--",
        "@*",
        "<script",
        "<",
        "@",
    ];

    [Theory]
    [MemberData(nameof(Running))]
    public void An_element_that_runs_is_read(string page)
    {
        var text = page.Replace("CALL", Call, StringComparison.Ordinal);

        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Markup));

        Assert.Equal(text.LastIndexOf("posthog.init", StringComparison.Ordinal), setup.Range.Start);
        Assert.Equal(("phc_1", "/t7k2"), (setup.Token.Value, setup.ApiHost.Value));
        Assert.Equal(SettingState.Absent, setup.UiHost.State);
    }

    [Theory]
    [MemberData(nameof(Silent))]
    public void What_a_browser_does_not_run_is_not(string page) =>
        Assert.Empty(ClientSetups.Find("<!-- posthog.init -->" + page.Replace("CALL", Call, StringComparison.Ordinal), ClientLanguage.Markup));

    /// <summary>A script that may hold elements of JSX, and one in which <c>&lt;</c> is a comparison or a type.</summary>
    [Theory]
    [InlineData("<script lang='tsx'>const a = <p>Don't</p>; CALL</script>")]
    [InlineData("<script lang='jsx'>const a = <p>Don't</p>; CALL</script>")]
    [InlineData("<script type='text/babel'>const a = <p>Don't</p>; CALL</script>")]
    [InlineData("<script lang='ts'>const a = <Page>window.page; CALL; const b = '</Page>'</script>")]
    [InlineData("<script>const isFew = a <b; CALL; const isMany = c> d</script>")]
    public void The_language_of_an_element_says_whether_it_has_elements(string page) =>
        Assert.Equal("/t7k2", Assert.Single(ClientSetups.Find(page.Replace("CALL", Call, StringComparison.Ordinal), ClientLanguage.Markup)).ApiHost.Value);
}
