using Microsoft.AspNetCore.Http;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Snippet;

/// <summary>What one page tells posthog-js: the script element and the settings of a single-page app are written from it.</summary>
/// <param name="Source">The proxy that is meant.</param>
/// <param name="Token">The project's token.</param>
/// <param name="ApiHost">The proxy's address in the page.</param>
/// <param name="Init">The second argument of <c>posthog.init</c>, as JSON.</param>
internal sealed record SnippetPage(SnippetSource Source, string Token, string ApiHost, string Init)
{
    public string? UiHost => Source.UiHost;

    /// <summary>The address of the module with <c>rewriteRequestPath</c>; null where paths keep their names.</summary>
    public string? AliasModule => Source.AliasModule is { } path ? ApiHost.TrimEnd('/') + path : null;

    /// <summary>The page, or what is wrong and the cure; neither where PostHog is off.</summary>
    public static (SnippetPage? Page, string? Problem) Of(HttpContext context, PostHogSnippetOptions options)
    {
        if (options.UnknownName is { } unknown)
        {
            return (null, unknown);
        }

        var (proxy, ambiguous) = SnippetProxies.Choose(context, options);
        if (proxy is null)
        {
            return (null, ambiguous);
        }

        var source = proxy.Source;
        if (source.IsOff(context))
        {
            return (null, null);
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

        return (new(source, options.Token?.Trim() ?? source.Options.Initial.ProjectTokens[0], apiHost, init), null);
    }

    /// <summary>The text of the script element.</summary>
    /// <param name="countsNavigations">Whether it counts the pages that Blazor navigates to.</param>
    public string Script(bool countsNavigations)
    {
        var init = countsNavigations ? BlazorPages.AddTo(Init) : Init;
        if (Source.RewriteFunction is { } rewrite)
        {
            init = $"{init.AsSpan(0, init.Length - 1)},\"rewriteRequestPath\":{rewrite(ApiHost)}}}";
        }

        return Loader.Write(Token, init, ApiHost.TrimEnd('/') + Source.ScriptPath, Source.Options.Current.RespectGlobalPrivacyControl);
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
