using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Rules.Routes;
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
/// @* Razor: *@ @PostHogSnippet.Create(Context)   @* Blazor, in App.razor: *@ @((MarkupString)PostHogSnippet.Create(HttpContext!).Html)
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
    public static PostHogSnippet Create(HttpContext context, Action<PostHogSnippetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(context);

        var options = new PostHogSnippetOptions();
        configure?.Invoke(options);
        var (snippet, problem) = Compose(context, options);
        return snippet ?? new(SnippetProblems.Tell(context, problem!));
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Html);
    }

    /// <summary>The element, as <see cref="Html"/>.</summary>
    public override string ToString() => Html;

    private static (PostHogSnippet? Snippet, string? Problem) Compose(HttpContext context, PostHogSnippetOptions options)
    {
        if (options.UnknownAttribute is { } attribute)
        {
            return (null, $"<posthog-snippet> has no attribute '{attribute}'. It has token, map, nonce, defaults, person-profiles and options. Write other options of posthog-js into options, as JSON.");
        }

        var (proxy, ambiguous) = SnippetProxies.Choose(context, options);
        if (proxy is null)
        {
            return (null, ambiguous);
        }

        var source = proxy.Source;
        if (source.IsOff(context))
        {
            return (new(""), null);
        }

        if (TokenProblem(options.Token, source.Options.Initial.ProjectTokens) is { } wrongToken)
        {
            return (null, wrongToken);
        }

        var (apiHost, noHost) = Snippet.ApiHost.Of(context, proxy.Endpoint);
        if (apiHost is null)
        {
            return (null, noHost);
        }

        var (init, wrongOptions) = InitOptions.Write(Own(options, apiHost, source.UiHost), options.Options);
        if (init is null)
        {
            return (null, wrongOptions);
        }

        if (source.UiHost is null)
        {
            SnippetProblems.TellMissingUiHost(context, proxy.Path);
        }

        if (source.RewriteFunction is { } rewrite)
        {
            init = $"{init.AsSpan(0, init.Length - 1)},\"rewriteRequestPath\":{rewrite(apiHost)}}}";
        }

        var script = Loader.Write(
            options.Token?.Trim() ?? source.Options.Initial.ProjectTokens[0], init, apiHost.TrimEnd('/') + source.ScriptPath, source.Options.Current.RespectGlobalPrivacyControl);
        var nonce = string.IsNullOrEmpty(options.Nonce) ? "" : $" nonce=\"{HtmlEncoder.Default.Encode(options.Nonce)}\"";
        return (new($"<script{nonce}>{script}</script>", script, apiHost, source.UiHost), null);
    }

    private static string? TokenProblem(string? token, IList<string> known) => token switch
    {
        null when known.Count == 1 => null,
        null => known.Count == 0
            ? "no token is given. Write the project token, token=\"phc_…\", or set ProjectTokens."
            : "no token is given, and the proxy has several in ProjectTokens. Write the one of this page, token=\"phc_…\".",
        _ when ProjectToken.Problem(token) is { } problem => problem,
        _ when known.Count > 0 && !known.Contains(token.Trim()) =>
            $"the token {ProjectToken.Short(token)} is not in the proxy's ProjectTokens, so the proxy would answer it 404. Add it there, or write one that is.",
        _ => null,
    };

    private static List<KeyValuePair<string, string>> Own(PostHogSnippetOptions options, string apiHost, string? uiHost)
    {
        (string Name, string? Value)[] own =
            [("api_host", apiHost), ("ui_host", uiHost), ("defaults", options.Defaults), ("person_profiles", options.PersonProfiles)];
        return [.. own.Where(each => each.Value is not null).Select(each => KeyValuePair.Create(each.Name, each.Value!))];
    }
}
