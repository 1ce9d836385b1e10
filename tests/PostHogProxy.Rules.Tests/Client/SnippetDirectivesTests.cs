using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>The directives of Razor that bind <c>&lt;posthog-snippet&gt;</c>, release it or rename it.</summary>
public sealed class SnippetDirectivesTests
{
    private const string Tag = "\n<head>\n  <posthog-snippet />\n</head>\n";

    [Theory]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper *,PostHogProxy.Middleware")]
    [InlineData("@addTagHelper\t*, PostHogProxy.Middleware")]
    [InlineData("\t@addTagHelper *, PostHogProxy.Middleware\t")]
    [InlineData("@addTagHelper \"*, PostHogProxy.Middleware\"")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware;")]
    [InlineData("@addTagHelper PostHogProxy.*, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper PostHogProxy.PostHogSnippet*, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper PostHogProxy.PostHogSnippetTagHelper, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper PostHogProxy.PostHogSnippetTagHelper , PostHogProxy.Middleware")]
    [InlineData("@model IndexModel\n@using Shop\n@addTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers\n@addTagHelper *, PostHogProxy.Middleware\n@inject Cart Cart")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@addTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@removeTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@removeTagHelper Shop.*, PostHogProxy.Middleware")]
    [InlineData("@removeTagHelper *, PostHogProxy.Middleware\n@addTagHelper *, PostHogProxy.Middleware")]
    [InlineData("@* the helpers of the shop *@\n@addTagHelper *, PostHogProxy.Middleware")]
    [InlineData("@*\n@removeTagHelper *, PostHogProxy.Middleware\n*@\n@addTagHelper *, PostHogProxy.Middleware\n@*\n@removeTagHelper *, PostHogProxy.Middleware\n*@")]
    public void A_directive_that_includes_the_tag_helper_binds_the_tag(string directives)
    {
        Assert.Empty(SnippetTags.Unbound(directives + Tag, []));
        Assert.Empty(SnippetTags.Unbound(Tag, [directives]));
        Assert.Empty(SnippetTags.Unbound(Tag, [directives, "@using Shop.Pages"]));
        Assert.Empty(SnippetTags.Unbound((directives + Tag).ReplaceLineEndings("\r\n"), []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@using PostHogProxy")]
    [InlineData("@addTagHelper *, Microsoft.AspNetCore.Mvc.TagHelpers")]
    [InlineData("@addTagHelper *, PostHogProxy")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware.Tests")]
    [InlineData("@addTagHelper *")]
    [InlineData("@addTagHelper PostHogProxy.Middleware")]
    [InlineData("@addTagHelper , PostHogProxy.Middleware")]
    [InlineData("@addTagHelper Shop.*, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper PostHogProxy.Snippet*, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper PostHogProxy, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper PostHogProxy.PostHogSnippet, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper")]
    [InlineData("@addTagHelper ")]
    [InlineData("@addTagHelpers *, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper*, PostHogProxy.Middleware")]
    [InlineData("addTagHelper *, PostHogProxy.Middleware")]
    [InlineData("*addTagHelper *, PostHogProxy.Middleware")]
    [InlineData("@@addTagHelper *, PostHogProxy.Middleware")]
    [InlineData("<p>@addTagHelper *, PostHogProxy.Middleware</p>")]
    [InlineData("@")]
    [InlineData("@*\n@addTagHelper *, PostHogProxy.Middleware\n*@")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@removeTagHelper *, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@removeTagHelper PostHogProxy.PostHogSnippetTagHelper, PostHogProxy.Middleware")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@removeTagHelper *, PostHogProxy.Middleware\n@removeTagHelper *, Shop")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@tagHelperPrefix ph:")]
    [InlineData("@addTagHelper *, PostHogProxy.Middleware\n@tagHelperPrefix \"ph-\"")]
    public void Without_one_the_tag_is_found_where_it_stands(string directives)
    {
        var text = directives + Tag;
        var name = text.IndexOf("posthog-snippet", StringComparison.Ordinal);

        Assert.Equal([new(name, 15)], SnippetTags.Unbound(text, []));
        Assert.Single(SnippetTags.Unbound(Tag, [directives]));
        Assert.Single(SnippetTags.Unbound(text.ReplaceLineEndings("\r\n"), []));
    }

    [Fact]
    public void The_file_decides_after_its_imports_and_the_inner_imports_after_the_outer()
    {
        const string Add = "@addTagHelper *, PostHogProxy.Middleware";
        const string Remove = "@removeTagHelper *, PostHogProxy.Middleware";

        Assert.Empty(SnippetTags.Unbound(Add + Tag, [Remove]));
        Assert.Empty(SnippetTags.Unbound(Tag, [Remove, Add]));
        Assert.Single(SnippetTags.Unbound(Remove + Tag, [Add]));
        Assert.Single(SnippetTags.Unbound(Tag, [Add, Remove]));
    }

    [Theory]
    [InlineData("@tagHelperPrefix ph:", "<ph:posthog-snippet />")]
    [InlineData("@tagHelperPrefix ph-", "<ph-posthog-snippet />")]
    [InlineData("@tagHelperPrefix \"ph:\"", "<ph:posthog-snippet />")]
    [InlineData("@tagHelperPrefix ph:", "<ph:posthog-snippet token='phc_1'></ph:posthog-snippet>")]
    [InlineData("@tagHelperPrefix a:\n@tagHelperPrefix b:", "<b:posthog-snippet />")]
    [InlineData("@tagHelperPrefix a-", "<b-posthog-snippet />")]
    public void Behind_the_prefix_the_tag_is_bound(string directive, string tag) =>
        Assert.Empty(SnippetTags.Unbound(directive + "\n" + tag, ["@addTagHelper *, PostHogProxy.Middleware"]));

    [Theory]
    [InlineData("@tagHelperPrefix ph:", "<«posthog-snippet» /><ph:posthog-snippet />")]
    [InlineData("@tagHelperPrefix ph:", "<th:«posthog-snippet» />")]
    [InlineData("@tagHelperPrefix a:\n@tagHelperPrefix b:", "<a:«posthog-snippet» /><b:posthog-snippet />")]
    [InlineData("@tagHelperPrefix a-\n@tagHelperPrefix b-", "<a-«posthog-snippet» /><b-posthog-snippet /><c-posthog-snippet />")]
    public void Behind_another_prefix_it_is_not(string directive, string tag)
    {
        var (text, marks) = MarkedText.Parse(directive + "\n" + tag);

        Assert.Equal(marks, SnippetTags.Unbound(text, ["@addTagHelper *, PostHogProxy.Middleware"]));
    }

    [Fact]
    public void A_prefix_alone_binds_nothing()
    {
        var (text, marks) = MarkedText.Parse("@tagHelperPrefix ph-\n<«posthog-snippet» /><ph-«posthog-snippet» />");

        Assert.Equal(marks, SnippetTags.Unbound(text, []));
    }
}
