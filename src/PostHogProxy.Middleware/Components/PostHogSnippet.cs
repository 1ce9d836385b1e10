using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PostHogProxy.Components;

/// <summary>
/// Renders <see cref="PostHogProxy.PostHogSnippet"/> in a Blazor Web App. Put it in the head of <c>App.razor</c>. Each page is counted once,
/// whichever way Blazor gets to it.
/// </summary>
/// <remarks>
/// It needs the request for the page, so it renders on the server: statically, or as the first rendering of an interactive component. In an
/// interactive component that is not prerendered it renders nothing.
/// </remarks>
/// <example>
/// <code>
/// @using PostHogProxy.Components
///
/// &lt;PostHogSnippet Token="phc_…" PersonProfiles="identified_only" Nonce="@nonce" />
/// </code>
/// </example>
public sealed class PostHogSnippet : IComponent
{
    private const string Interactive =
        "<!-- <PostHogSnippet /> renders nothing here, because an interactive component has no request. Write it in the head of App.razor. -->";

    private RenderHandle _handle;

    /// <summary>The project's token. Not needed if the proxy has exactly one in <see cref="PostHogProxyOptions.ProjectTokens"/>.</summary>
    [Parameter]
    public string? Token { get; set; }

    /// <summary>The proxy to use if the app maps several: the name of its map, or its path.</summary>
    [Parameter]
    public string? Map { get; set; }

    /// <summary>The nonce of the page's Content-Security-Policy.</summary>
    [Parameter]
    public string? Nonce { get; set; }

    /// <summary>The option <c>defaults</c> of posthog-js, a date.</summary>
    [Parameter]
    public string? Defaults { get; set; }

    /// <summary>The option <c>person_profiles</c> of posthog-js.</summary>
    [Parameter]
    public string? PersonProfiles { get; set; }

    /// <summary>Further options of <c>posthog.init</c>, as a JSON object.</summary>
    [Parameter]
    public string? Options { get; set; }

    /// <summary>Attributes that are no parameter. The component renders nothing with them, and the log says so: Blazor itself would end the page.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? AdditionalAttributes { get; set; }

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    void IComponent.Attach(RenderHandle renderHandle) => _handle = renderHandle;

    Task IComponent.SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        _handle.Render(Render);
        return Task.CompletedTask;
    }

    private void Render(RenderTreeBuilder builder) => builder.AddMarkupContent(0, HttpContext is { } context ? Html(context) : Hint());

    private string Html(HttpContext context) => PostHogProxy.PostHogSnippet.Create(context, new PostHogSnippetOptions
    {
        Token = Token,
        Map = Map,
        Nonce = Nonce,
        Defaults = Defaults,
        PersonProfiles = PersonProfiles,
        Options = Options,
        CountsNavigations = true,
        UnknownName = AdditionalAttributes is { Count: > 0 } unknown
            ? $"<PostHogSnippet> has no parameter '{unknown.First().Key}'. It has Token, Map, Nonce, Defaults, PersonProfiles and Options. Write other options of posthog-js into Options, as JSON."
            : null,
    }).Html;

    // A circuit that took over a prerendered page has PostHog already. Only the developer sees this.
    private string Hint() => Services.GetService<IHostEnvironment>()?.IsDevelopment() == true ? Interactive : "";
}
