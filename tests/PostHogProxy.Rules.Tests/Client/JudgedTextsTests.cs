using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Which files the build gives to the analyzers.</summary>
public sealed class JudgedTextsTests
{
    private const string Map = "\n//# sourceMappingURL=app.js.map";

    [Theory]
    [InlineData("posthog.init('phc_1', { api_host: '/t7k2' })", ClientLanguage.Script)]
    [InlineData("import posthog from 'posthog-js'\nposthog.init(key, options)", ClientLanguage.Script)]
    [InlineData("<script>posthog.init('phc_1', { api_host: '/t7k2' })</script>", ClientLanguage.Markup)]
    [InlineData("<PostHogProvider api-key=\"phc_1\" :options=\"{ api_host: '/t7k2' }\" />", ClientLanguage.Markup)]
    [InlineData("const posthog = new Client('phx_aB3dE5gH7jK9mN1pQ3sT5')", ClientLanguage.Script)]
    [InlineData("<p data-posthog='phs_aB3dE5gH7jK9mN1pQ3sT5'></p>", ClientLanguage.Markup)]
    [InlineData("proxy({ target: 'https://eu.i.posthog.com' })", ClientLanguage.Script)]
    [InlineData("proxy({ target: process.env.POSTHOG_HOST })", ClientLanguage.Script)]
    [InlineData("<a href='https://posthog.com/docs'>PostHog</a>", ClientLanguage.Markup)]
    public void A_set_up_a_secret_key_and_an_address_of_PostHog_matter(string text, object language)
    {
        Assert.True(JudgedTexts.Speaks(text));
        Assert.True(JudgedTexts.Matters(text, (ClientLanguage)language, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("posthog.capture('bought', { price: 3 })", ClientLanguage.Script)]
    [InlineData("import posthog from 'posthog-js'", ClientLanguage.Script)]
    [InlineData("<p>We use PostHog.</p>", ClientLanguage.Markup)]
    [InlineData("<p>posthog.init('phc_1', { api_host: '/t7k2' })</p>", ClientLanguage.Markup)]
    public void A_text_that_only_uses_or_names_PostHog_does_not(string text, object language)
    {
        Assert.True(JudgedTexts.Speaks(text));
        Assert.False(JudgedTexts.Matters(text, (ClientLanguage)language, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", ClientLanguage.Script)]
    [InlineData("const key = 'phx_aB3dE5gH7jK9mN1pQ3sT5'", ClientLanguage.Script)]
    [InlineData("analytics.init('phc_1', { api_host: '/t7k2' })", ClientLanguage.Script)]
    public void A_text_that_never_says_the_name_is_not_looked_into(string text, object language)
    {
        Assert.False(JudgedTexts.Speaks(text));
        Assert.False(JudgedTexts.Matters(text, (ClientLanguage)language, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("posthog.init('phc_1', { api_host: '/t7k2' })")]
    [InlineData("proxy({ target: 'https://eu.i.posthog.com' })")]
    [InlineData("const posthog = 'phx_aB3dE5gH7jK9mN1pQ3sT5'")]
    public void A_script_with_the_line_of_its_source_map_was_built_from_another(string text)
    {
        Assert.False(JudgedTexts.IsBuilt(text, ClientLanguage.Script));
        Assert.True(JudgedTexts.IsBuilt(text + Map, ClientLanguage.Script));
        Assert.False(JudgedTexts.Matters(text + Map, ClientLanguage.Script, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_page_is_built_by_nothing_that_writes_a_source_map()
    {
        const string Page = "<script>posthog.init('phc_1', { api_host: '/t7k2' })" + Map + "\n</script>";

        Assert.False(JudgedTexts.IsBuilt(Page, ClientLanguage.Markup));
        Assert.True(JudgedTexts.Matters(Page, ClientLanguage.Markup, TestContext.Current.CancellationToken));
        Assert.False(JudgedTexts.IsBuilt("log('//# sourceMappingURL=') // posthog", ClientLanguage.Script));
    }
}
