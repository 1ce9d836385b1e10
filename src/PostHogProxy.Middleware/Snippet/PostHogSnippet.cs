using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Snippet;

namespace PostHogProxy;

/// <summary>
/// The script element that loads posthog-js through the mapped proxy and starts it. It takes path, host and region from the proxy. Calls of
/// <c>posthog.…</c> in the page wait until the script is loaded. Put it in the page's head.
/// </summary>
/// <remarks>
/// It never fails a page. If something is wrong, it renders nothing, and the log says what to write. In Development, the page says it too. It
/// also renders nothing if <see cref="PostHogProxyOptions.Disabled"/> or <see cref="PostHogProxyOptions.DisabledWhen"/> is true.
/// </remarks>
/// <example>
/// <code>
/// app.MapGet("/", (HttpContext context) => Results.Content(
///     $"&lt;head>{PostHogSnippet.Create(context, snippet => snippet.Token = "phc_…")}&lt;/head>", "text/html"));
///
/// @* Razor: *@ @PostHogSnippet.Create(Context)
/// </code>
/// </example>
public sealed class PostHogSnippet : IHtmlContent
{
    private readonly Lazy<string?> _hash;

    private PostHogSnippet(string html, string? script = null, string? apiHost = null, string? uiHost = null)
    {
        Html = html;
        Script = script;
        ApiHost = apiHost;
        UiHost = uiHost;
        _hash = new(() => script is null ? null : $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
    }

    /// <summary>The element. Empty if the page gets none.</summary>
    public string Html { get; }

    /// <summary>The content of the element. Null if there is no element.</summary>
    public string? Script { get; }

    /// <summary>
    /// The element's source expression for <c>script-src</c>, such as <c>'sha256-…'</c>, for a page without a nonce. Null if there is no
    /// element.
    /// </summary>
    public string? CspHash => _hash.Value;

    /// <summary>The page's <c>api_host</c>, for a script of your own. Null if there is no element.</summary>
    public string? ApiHost { get; }

    /// <summary>
    /// The page's <c>ui_host</c>. Null if there is no element, or for a PostHog of your own without
    /// <see cref="PostHogProxyOptions.UiHost"/>.
    /// </summary>
    public string? UiHost { get; }

    /// <summary>Creates the element for one page.</summary>
    /// <param name="context">The request for the page.</param>
    /// <param name="configure">Sets the token and the other options of the page.</param>
    public static PostHogSnippet Create(HttpContext context, Action<PostHogSnippetOptions>? configure = null) => Create(context, Configured(configure));

    /// <summary>
    /// What a page that calls <c>posthog.init</c> itself needs, to return from an endpoint of the app's own. Null where a page gets no snippet:
    /// PostHog is off for this request, or something is wrong and the log says what.
    /// </summary>
    /// <param name="context">The request for the settings.</param>
    /// <param name="configure">Sets the token and the other options. The nonce has no effect here.</param>
    /// <example>
    /// <code>
    /// app.MapGet("/app-settings", (HttpContext context) => PostHogSnippet.Settings(context));
    ///
    /// const settings = await (await fetch('/app-settings')).json();
    /// if (settings) posthog.init(settings.token, { ...settings.config });
    /// </code>
    /// </example>
    public static PostHogSnippetSettings? Settings(HttpContext context, Action<PostHogSnippetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(context);

        var (page, problem) = SnippetPage.Of(context, Configured(configure));
        if (problem is not null)
        {
            _ = SnippetProblems.Tell(context, problem);
        }

        return page is null ? null : new(page.Token, JsonElement.Parse(page.Init), page.AliasModule);
    }

    internal static PostHogSnippet Create(HttpContext context, PostHogSnippetOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);

        var (page, problem) = SnippetPage.Of(context, options);
        if (page is null)
        {
            return new(problem is null ? "" : SnippetProblems.Tell(context, problem));
        }

        var script = page.Script(options.CountsNavigations);
        var nonce = string.IsNullOrEmpty(options.Nonce) ? "" : $" nonce=\"{HtmlEncoder.Default.Encode(options.Nonce)}\"";
        return new($"<script{nonce}>{script}</script>", script, page.ApiHost, page.UiHost);
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Html);
    }

    /// <summary>The element, as <see cref="Html"/>.</summary>
    public override string ToString() => Html;

    private static PostHogSnippetOptions Configured(Action<PostHogSnippetOptions>? configure)
    {
        var options = new PostHogSnippetOptions();
        configure?.Invoke(options);
        return options;
    }
}
