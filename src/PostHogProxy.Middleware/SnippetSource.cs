using Microsoft.AspNetCore.Http;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy;

/// <summary>What a page needs to know of one mapped proxy.</summary>
/// <param name="Name">The name of the map; empty for the overloads without one.</param>
/// <param name="Options">Its options.</param>
/// <param name="IsOff">Whether it is off for a page's request.</param>
internal sealed record SnippetSource(string Name, IOptionsInForce Options, Func<HttpContext, bool> IsOff)
{
    /// <summary>The path of posthog-js below the proxy.</summary>
    public string ScriptPath { get; init; } = "/static/array.js";

    /// <summary>
    /// Gives the JavaScript expression for <c>rewriteRequestPath</c> from the page's <c>api_host</c>; null where paths keep their names. There must
    /// be no <c>&lt;</c> in it.
    /// </summary>
    public Func<string, string>? RewriteFunction { get; init; }

    /// <summary>The path of the module with that function, below the proxy; null where paths keep their names.</summary>
    public string? AliasModule { get; init; }

    /// <summary>The PostHog that people sign in to; null where nobody has said where that is.</summary>
    public string? UiHost { get; } = Of(Options.Initial);

    private static string? Of(PostHogProxyOptions options)
    {
        if (options.UiHost is { } own)
        {
            return own.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        }

        var region = options.IngestOrigin is { } origin ? SettingLimits.RegionOf(origin) : options.Region;
        return region is { } known ? "https://" + RegionHosts.Of(known).App : null;
    }
}
