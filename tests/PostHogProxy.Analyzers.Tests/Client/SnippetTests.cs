namespace PostHogProxy.Analyzers.Tests.Client;

/// <summary>PHX2009: a snippet's tag that goes to the browser as it stands.</summary>
public sealed class SnippetTests
{
    private const string Map = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";
    private const string Bound = "@addTagHelper *, PostHogProxy.Middleware\n";

    [Theory]
    [InlineData("Pages/Index.cshtml", "<{|PHX2009:posthog-snippet|} />")]
    [InlineData("Pages/Index.cshtml", "<head>\n  <{|PHX2009:posthog-snippet|} token=\"phc_x1\"></posthog-snippet>\n</head>")]
    [InlineData("Views/Shared/_Layout.cshtml", "@addTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers\n<{|PHX2009:PostHog-Snippet|}>")]
    [InlineData("Views/Shared/_Layout.cshtml", "@addTagHelper *, PostHogProxy\n<{|PHX2009:posthog-snippet|}/>")]
    [InlineData("Views/Shared/_Layout.cshtml", "@* @addTagHelper *, PostHogProxy.Middleware *@\n<{|PHX2009:posthog-snippet|}/>")]
    [InlineData("Views/Shared/_Layout.cshtml", Bound + "@removeTagHelper *, PostHogProxy.Middleware\n<{|PHX2009:posthog-snippet|}/>")]
    [InlineData("Views/Shared/_Layout.cshtml", Bound + "@tagHelperPrefix th:\n<{|PHX2009:posthog-snippet|}/><th:posthog-snippet/>")]
    [InlineData("Views/Shared/_Layout.cshtml", Bound + "<th:{|PHX2009:posthog-snippet|}/>")]
    [InlineData("Components/App.razor", "<head><{|PHX2009:posthog-snippet|} /></head>")]
    [InlineData("Components/App.razor", Bound + "<HeadContent><{|PHX2009:posthog-snippet|} /></HeadContent>")]
    public Task A_tag_that_nothing_takes_is_told(string path, string text) => AppTest.SaysAsync(App.Program(Map), (path, text));

    [Theory]
    [InlineData("Pages/_ViewImports.cshtml")]
    [InlineData("_ViewImports.cshtml")]
    [InlineData("Pages/Shop/_viewimports.cshtml")]
    public Task Imports_above_a_page_bind_its_tag(string imports) => AppTest.SaysAsync(
        App.Program(Map), (imports, "@using Shop\n" + Bound), ("Pages/Shop/Index.cshtml", "<posthog-snippet />"));

    [Theory]
    [InlineData("Views/_ViewImports.cshtml")]
    [InlineData("Pages/Shop/Deep/_ViewImports.cshtml")]
    [InlineData("Pages/Shop2/_ViewImports.cshtml")]
    [InlineData("Pages/Shop/Imports.cshtml")]
    public Task Imports_elsewhere_do_not(string imports) => AppTest.SaysAsync(
        App.Program(Map), (imports, Bound), ("Pages/Shop/Index.cshtml", "<{|PHX2009:posthog-snippet|} />"));

    [Fact]
    public Task The_innermost_imports_decide_last() => AppTest.SaysAsync(
        App.Program(Map),
        ("_ViewImports.cshtml", Bound),
        ("Pages/_ViewImports.cshtml", "@removeTagHelper *, PostHogProxy.Middleware"),
        ("Pages/Index.cshtml", "<{|PHX2009:posthog-snippet|} />"),
        ("Pages/Shop/_ViewImports.cshtml", Bound),
        ("Pages/Shop/Index.cshtml", "<posthog-snippet />"));

    [Theory]
    [InlineData("Pages/Index.cshtml", Bound + "<posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", "<posthog-snippet />\n" + Bound)]
    [InlineData("Pages/Index.cshtml", "@addTagHelper \"*, PostHogProxy.Middleware\"\r\n<posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", "  @addTagHelper  PostHogProxy.*,  PostHogProxy.Middleware  \n<posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", "@addTagHelper PostHogProxy.PostHogSnippetTagHelper, PostHogProxy.Middleware\n<posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", "@removeTagHelper *, PostHogProxy.Middleware\n" + Bound + "<posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", Bound + "@tagHelperPrefix th:\n<th:posthog-snippet></th:posthog-snippet>")]
    [InlineData("Pages/Index.cshtml", Bound + "@removeTagHelper *, Shop.TagHelpers\n<posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", "<!posthog-snippet />")]
    [InlineData("Pages/Index.cshtml", "<!-- <posthog-snippet /> -->")]
    [InlineData("Pages/Index.cshtml", "@*\n <posthog-snippet /> *@")]
    [InlineData("Pages/Index.cshtml", "<script>\n// put <posthog-snippet /> into the head\n</script>")]
    [InlineData("Pages/Index.cshtml", "<textarea><posthog-snippet /></textarea>")]
    [InlineData("Pages/Index.cshtml", "<code>&lt;posthog-snippet /&gt;</code>")]
    [InlineData("Pages/Index.cshtml", "@{\n  var tag = \"<posthog-snippet />\";\n}")]
    [InlineData("Pages/Index.cshtml", "@{\n  // <posthog-snippet />\n}")]
    [InlineData("Pages/Index.cshtml", "<p title=\"see <posthog-snippet />\">x</p>")]
    [InlineData("Pages/Index.cshtml", "</posthog-snippet>")]
    [InlineData("Pages/Index.cshtml", "<posthog-snippets /><posthog-snippet-x /><my-posthog-snippet /><myposthog-snippet/>")]
    [InlineData("Pages/Index.cshtml", "posthog-snippet { display: none }")]
    [InlineData("Pages/Index.cshtml", "<style>posthog-snippet { }</style>")]
    [InlineData("Pages/Index.cshtml", "@* posthog-proxy-disable-next-line PHX2009 *@\n<posthog-snippet />")]
    [InlineData("Components/App.razor", "@((MarkupString)PostHogSnippet.Create(HttpContext!, snippet => snippet.Token = \"phc_x1\").Html)")]
    [InlineData("Components/App.razor", "<PostHogSnippet Token=\"phc_x1\" />")]
    [InlineData("Components/App.razor", "@* <posthog-snippet /> does not run here *@")]
    [InlineData("Components/App.razor", "@code {\n  // a <posthog-snippet />\n  const string Tag = \"<posthog-snippet />\";\n}")]
    [InlineData("Components/App.razor", "<my-posthog-snippet />")]
    [InlineData("wwwroot/app.js", "const tag = '<posthog-snippet />'")]
    [InlineData("artifacts/Index.cshtml", "<posthog-snippet />")]
    public Task A_tag_that_is_taken_and_what_is_none_is_not(string path, string text) => AppTest.SaysAsync(App.Program(Map), (path, text));

    // The component takes the hosts from the mapped proxy: what its own options do not say is not missing.
    [Theory]
    [InlineData("<PostHogSnippet />")]
    [InlineData("<PostHogSnippet Token=\"phc_x1\" Defaults=\"2026-01-30\" PersonProfiles=\"identified_only\" Nonce=\"@Nonce\" Map=\"shop\" />")]
    [InlineData("<PostHogSnippet Token=\"@Configuration[\"PostHog:Token\"]\" />")]
    [InlineData("<PostHogSnippet Token=\"@(Token)\" Options='{\"autocapture\": false}' />")]
    [InlineData("<PostHogSnippet Token=\"phc_x1\" Options='{\"asset_host\": \"https://cdn.shop.example\"}' />")]
    [InlineData("<PostHogProxy.Components.PostHogSnippet Token=\"phc_x1\" Options=\"@Json\" />")]
    [InlineData("<HeadContent><PostHogSnippet Token=\"phc_x1\"></PostHogSnippet></HeadContent>")]
    [InlineData("@* <PostHogSnippet Options='{\"api_host\": \"https://eu.i.posthog.com\"}' /> *@")]
    public Task A_component_that_is_set_up_right_is_not_reported(string text) =>
        AppTest.SaysAsync(App.Program(Map), ("Components/App.razor", text));

    [Theory]
    [InlineData("<PostHogSnippet Token=\"{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}\" />")]
    [InlineData("<PostHogSnippet Defaults=\"2026-01-30\"\n  Token='{|PHX2008:phs_aB3dE5gH7jK9mN1pQ3sT5|}'></PostHogSnippet>")]
    [InlineData("<PostHogProxy.Components.PostHogSnippet Token=\"{|PHX2008:phx_aB3dE5gH7jK9mN1pQ3sT5|}\" />")]
    [InlineData("<PostHogSnippet Token=\"phc_x1\" Options='{\"asset_host\": \"{|PHX2010:https://eu-assets.i.posthog.com|}\"}' />")]
    public Task What_is_wrong_in_a_component_is_reported_at_its_place(string text) =>
        AppTest.SaysAsync(App.Program(Map), ("Components/App.razor", text));
}
