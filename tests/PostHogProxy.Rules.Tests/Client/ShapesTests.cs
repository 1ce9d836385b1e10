using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

public sealed class ShapesTests
{
    public static TheoryData<Shape> Scripts => [.. ScriptShapes.All];

    public static TheoryData<Shape> Pages => [.. MarkupShapes.All];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_is_read_with_its_positions(Shape shape) => shape.Check(ClientLanguage.Script);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_read_with_its_positions(Shape shape) => shape.Check(ClientLanguage.Markup);

    [Fact]
    public void Two_set_ups_are_read_in_the_order_of_the_text()
    {
        var setups = ClientSetups.Find(
            "if (a) { posthog.init('phc_1', { api_host: '/a' }) } else { posthog.init('phc_2', { api_host: '/b' }, 'b') }",
            ClientLanguage.Script);

        Assert.Equal(["/a", "/b"], setups.Select(setup => setup.ApiHost.Value));
    }

    [Fact]
    public void Options_that_no_call_takes_are_read_in_their_place()
    {
        var setups = ClientSetups.Find(
            "export const posthogOptions = { api_host: '/a', ui_host: 'https://eu.posthog.com' }; export const start = () => posthog.init('phc_1', { api_host: '/b' })",
            ClientLanguage.Script);

        Assert.Equal(["/a", "/b"], setups.Select(setup => setup.ApiHost.Value));
    }

    [Fact]
    public void Options_that_two_calls_share_are_read_for_both()
    {
        var setups = ClientSetups.Find(
            "const o = { api_host: '/a', ui_host: 'https://eu.posthog.com' }; posthog.init('phc_1', o); posthog.init('phc_2', o, 'b')",
            ClientLanguage.Script);

        Assert.Equal(["/a", "/a"], setups.Select(setup => setup.ApiHost.Value));
    }

    [Fact]
    public void A_name_means_what_its_own_block_declares()
    {
        var setups = ClientSetups.Find(
            "function a() { const host = '/a'; posthog.init('phc_1', { api_host: host }) } function b() { const host = '/b'; posthog.init('phc_2', { api_host: host }) }",
            ClientLanguage.Script);

        Assert.Equal(["/a", "/b"], setups.Select(setup => setup.ApiHost.Value));
    }

    [Theory]
    [InlineData("src/main.ts", ClientLanguage.Script)]
    [InlineData("wwwroot\\app.JS", ClientLanguage.Script)]
    [InlineData("a.mjs", ClientLanguage.Script)]
    [InlineData("a.cjs", ClientLanguage.Script)]
    [InlineData("App.tsx", ClientLanguage.Script)]
    [InlineData("App.jsx", ClientLanguage.Script)]
    [InlineData("index.html", ClientLanguage.Markup)]
    [InlineData("Pages/_Layout.cshtml", ClientLanguage.Markup)]
    [InlineData("App.razor", ClientLanguage.Markup)]
    [InlineData("App.vue", ClientLanguage.Markup)]
    [InlineData("+layout.svelte", ClientLanguage.Markup)]
    [InlineData("PAGE.HTM", ClientLanguage.Markup)]
    [InlineData("APP.JS", ClientLanguage.Script)]
    [InlineData("main.mts", ClientLanguage.Script)]
    [InlineData("main.cts", ClientLanguage.Script)]
    [InlineData("Layout.astro", ClientLanguage.Markup)]
    [InlineData("app.css", null)]
    [InlineData("Program.cs", null)]
    [InlineData("appsettings.json", null)]
    [InlineData("Makefile", null)]
    [InlineData("js", null)]
    [InlineData("", null)]
    public void A_file_is_read_by_its_name(string name, object? language) => Assert.Equal((ClientLanguage?)language, ClientSetups.LanguageOf(name));

    [Theory]
    [InlineData("posthog.init('phc_1')", ClientLanguage.Script)]
    [InlineData("if (a < b) { }", ClientLanguage.Script)]
    [InlineData("", ClientLanguage.Script)]
    [InlineData(" ", ClientLanguage.Script)]
    [InlineData("\n  <head>", ClientLanguage.Markup)]
    [InlineData("x <script>posthog.init('phc_1')</script>", ClientLanguage.Markup)]
    public void A_string_of_a_program_is_read_by_what_is_in_it(string text, object language) =>
        Assert.Equal((ClientLanguage)language, ClientSetups.LanguageOfLiteral(text));
}
