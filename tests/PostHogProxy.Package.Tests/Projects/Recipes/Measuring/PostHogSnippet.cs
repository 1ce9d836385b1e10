using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Recipes.Measuring;

/// <summary>Writes the call that starts posthog-js.</summary>
public sealed class PostHogSnippet : ComponentBase
{
    [Parameter, EditorRequired]
    public string Token { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, $$"""
        <script>
          posthog.init('{{Token}}', {
            api_host: '/piwik', // planted: PHX2003
          })
        </script>
        """);
}
