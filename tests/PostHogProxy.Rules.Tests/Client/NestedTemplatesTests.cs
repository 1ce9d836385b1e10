using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Scripts in literals, in literals of those scripts, and what their holes leave unknown.</summary>
public sealed class NestedTemplatesTests
{
    public static TheoryData<Shape> Shapes =>
    [
        new Shape("holes in a page", "const page = `<script>«c:posthog.init»('${env['KEY']}', { api_host: '«a:/k3fw»', ui_host: ${json(ui)} })</script>`", "tu"),
        new Shape("holes around a page", "const page = `<title>${t('a')}</title><script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })</script>${t('b')}`"),
        new Shape("a quote in a hole", "const page = `<script>«c:posthog.init»('${key ?? \"don't\"}', { api_host: '«a:/k3fw»' })</script>`", "t"),
        new Shape("a quote in a hole of a script", "eval(`«c:posthog.init»('${key ?? \"don't\"}', { api_host: '«a:/k3fw»', ui_host: '${ui ?? \"isn't\"}' })`)", "tu"),
        new Shape("a quote in a hole of the page in a script of it", "const page = `<script>el.textContent = \\`«c:posthog.init»('${key ?? \"don't\"}', { api_host: '«a:/k3fw»' })\\`</script>`", "t"),
        new Shape("a hole of the page in a script of it", "const page = `<script>el.textContent = \\`«c:posthog.init»('${env['KEY']}', { api_host: '«a:/k3fw»' })\\`</script>`", "t"),
        new Shape("holes of the page before, in and behind", "const page = `${t('a')}<script>el.textContent = \\`a('${t('b')}'); «c:posthog.init»('«t:phc_1»', { api_host: '${t('c')}', ui_host: '«u:https://eu.posthog.com»' }); b('${t('d')}')\\`; c('${t('e')}')</script>`", "a"),
        new Shape("a hole of each", "const page = `<script>el.textContent = \\`«c:posthog.init»('${env['KEY']}', { api_host: '\\${host}', ui_host: '«u:https://eu.posthog.com»', a: '${t('a')}' })\\`</script>`", "ta"),
        new Shape("a template in a hole", "const page = `<body>${isLive ? `<script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })</script>` : ''}</body>`"),
        new Shape("a template in a hole of a page", "const page = `<script>a()</script>${isLive ? `<script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })</script>` : ''}`"),
        new Shape("a string in a hole of a page", "const page = `<body>${isLive ? \"<script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })</script>\" : ''}</body>`"),
        new Shape("a script behind another", "document.write(`<script>a()<\\/script><script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })<\\/script>`)"),
        new Shape("a string that becomes markup", "el.innerHTML = \"<script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })<\\/script>\""),
        new Shape("a string that becomes a script", "const props = { __html: \"«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })\" }"),
        new Shape("a string that replaces an element", "el.outerHTML = \"<script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })<\\/script>\""),
        new Shape("a comparison in a page", "const page = `<script>const isFew = a <b; «c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' }); const isMany = c> d</script>`"),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_script_in_a_literal_is_read_with_its_positions(Shape shape) => shape.Check(ClientLanguage.Script);

    [Theory]
    [InlineData("el.title = \"posthog.init('phc_1', { api_host: '/t7k2' })\"")]
    [InlineData("const page = \"<script>posthog.init('phc_1', { api_host: '/t7k2' })<\\/script>\"")]
    [InlineData("document.write(`<script>a()<\\/script><p>posthog.init('phc_1', { api_host: '/t7k2' })</p>`)")]
    public void Any_other_literal_is_a_text(string script) => Assert.Empty(ClientSetups.Find(script, ClientLanguage.Script));

    /// <summary>A script in the fourth template is read, in the fifth it is not.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    public void Templates_are_read_four_deep(int around, int found)
    {
        var deep = Deep(around, "posthog.init('phc_1', { api_host: '/t7k2' })");

        Assert.Equal(found, ClientSetups.Find(deep, ClientLanguage.Script).Count);
        Assert.Equal(found, ClientSetups.Find("`use client`; " + deep, ClientLanguage.Script).Count);
        Assert.Equal(found, ClientSetups.Find("const a = `a`, b = `b`, c = `c`, d = `d`, e = `e`; " + deep + ", f = `f`", ClientLanguage.Script).Count);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public void A_string_in_the_fourth_template_is_the_fifth_literal(int around, int found) =>
        Assert.Equal(found, ClientSetups.Find(Deep(around, "h('script', { __html: \"posthog.init('phc_1', { api_host: '/t7k2' })\" })"), ClientLanguage.Script).Count);

    [Fact]
    public void A_page_that_is_reached_by_two_ways_is_read_once()
    {
        var setup = Assert.Single(ClientSetups.Find("const page = `<script>a()</script>${isOn ? `<script>posthog.init('phc_1')</script>` : ''}`", ClientLanguage.Script));

        Assert.Equal("phc_1", setup.Token.Value);
    }

    private static string Deep(int around, string script) =>
        string.Concat(Enumerable.Repeat("eval(`a(); ${", around)) + "eval(`" + script + "`)" + string.Concat(Enumerable.Repeat("}; b()`)", around));
}
