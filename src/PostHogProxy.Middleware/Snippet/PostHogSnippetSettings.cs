using System.Text.Json;

namespace PostHogProxy;

/// <summary>
/// What a single-page app needs to call <c>posthog.init</c>, from <see cref="PostHogSnippet.Settings"/>. Return it from an endpoint of your own.
/// </summary>
/// <param name="Token">The project's token, the first argument of <c>posthog.init</c>.</param>
/// <param name="Config">
/// The second argument of <c>posthog.init</c>, with posthog-js's own names: <c>api_host</c>, <c>ui_host</c>, and what the page's options set.
/// </param>
/// <param name="AliasModule">
/// The address of the JavaScript module that exports <c>rewriteRequestPath</c>. Null if <see cref="PostHogProxyOptions.Aliases"/> is off.
/// </param>
/// <remarks>In JSON it is <c>{ "token": …, "config": { "api_host": … }, "aliasModule": … }</c>.</remarks>
public sealed record PostHogSnippetSettings(string Token, JsonElement Config, string? AliasModule);
