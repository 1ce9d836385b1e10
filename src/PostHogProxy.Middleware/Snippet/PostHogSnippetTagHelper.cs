using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace PostHogProxy;

/// <summary>Renders <see cref="PostHogSnippet"/> in Razor pages and views. Put it in the head of the layout.</summary>
/// <example>
/// <code>
/// @addTagHelper *, PostHogProxy.Middleware
///
/// &lt;posthog-snippet token="phc_…" defaults="2026-01-30" nonce="@nonce" options='{"session_recording": {"maskAllInputs": true}}' />
/// </code>
/// </example>
[HtmlTargetElement("posthog-snippet", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PostHogSnippetTagHelper : TagHelper
{
    /// <summary>The project's token. Not needed if the proxy has exactly one in <see cref="PostHogProxyOptions.ProjectTokens"/>.</summary>
    [HtmlAttributeName("token")]
    public string? Token { get; set; }

    /// <summary>The proxy to use if the app maps several: the name of its map, or its path.</summary>
    [HtmlAttributeName("map")]
    public string? Map { get; set; }

    /// <summary>The nonce of the page's Content-Security-Policy.</summary>
    [HtmlAttributeName("nonce")]
    public string? Nonce { get; set; }

    /// <summary>The option <c>defaults</c> of posthog-js, a date.</summary>
    [HtmlAttributeName("defaults")]
    public string? Defaults { get; set; }

    /// <summary>The option <c>person_profiles</c> of posthog-js.</summary>
    [HtmlAttributeName("person-profiles")]
    public string? PersonProfiles { get; set; }

    /// <summary>Further options of <c>posthog.init</c>, as a JSON object.</summary>
    [HtmlAttributeName("options")]
    public string? Options { get; set; }

    /// <summary>Set by the view.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);

        var unknown = output.Attributes.Count > 0 ? output.Attributes[0].Name : null;
        output.TagName = null;
        output.Attributes.Clear();
        output.Content.SetHtmlContent(PostHogSnippet.Create(ViewContext.HttpContext, new PostHogSnippetOptions
        {
            Token = Token,
            Map = Map,
            Nonce = Nonce,
            Defaults = Defaults,
            PersonProfiles = PersonProfiles,
            Options = Options,
            UnknownName = unknown is null
                ? null
                : $"<posthog-snippet> has no attribute '{unknown}'. It has token, map, nonce, defaults, person-profiles and options. Write other options of posthog-js into options, as JSON.",
        }));
    }
}
