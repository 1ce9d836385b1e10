using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>PHX2009: a <c>&lt;posthog-snippet&gt;</c> that goes to the browser as it stands, which does nothing with it and says nothing.</summary>
internal static class SnippetRules
{
    /// <summary>Judges a page or a view.</summary>
    /// <param name="text">The file.</param>
    /// <param name="imports">The texts of the <c>_ViewImports.cshtml</c> in its reach, outermost first.</param>
    /// <param name="where">The file, as the findings name it.</param>
    public static IReadOnlyList<Finding> JudgePage(string text, IEnumerable<string> imports, string where) =>
        Say(
            SnippetTags.Unbound(text, imports),
            "No @addTagHelper in this file or in the _ViewImports.cshtml above it includes <posthog-snippet>. The tag is sent to the browser unchanged, and no event is captured.",
            "Add @addTagHelper *, PostHogProxy.Middleware to _ViewImports.cshtml.",
            where);

    /// <summary>Judges a component, in which no tag helper ever runs.</summary>
    public static IReadOnlyList<Finding> JudgeComponent(string text, string where) =>
        Say(
            SnippetTags.OfComponent(text),
            "Tag helpers don't run in a .razor file. <posthog-snippet> is sent to the browser unchanged, and no event is captured.",
            "Write the component in its place, <PostHogSnippet Token=\"phc_…\" /> in the head of App.razor, with @using PostHogProxy.Components.",
            where);

    private static List<Finding> Say(IReadOnlyList<TextRange> tags, string message, string fix, string where) =>
        tags.Select(tag => ClientFindingRules.UnboundSnippet.Say(message, where, fix) with { Range = tag }).ToList();
}
