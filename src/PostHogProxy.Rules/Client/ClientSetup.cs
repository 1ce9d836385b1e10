using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>One set-up of PostHog's browser SDK, as it stands in a text.</summary>
/// <param name="Token">The first argument of <c>init</c>.</param>
/// <param name="ApiHost">Where events go; PostHog Cloud US where it is absent.</param>
/// <param name="UiHost">Where the PostHog application is; derived from <paramref name="ApiHost"/> by the SDK where it is absent.</param>
/// <param name="Range">What sets it up: the callee (<c>posthog.init</c>), the name of a component, the key of a lone options object.</param>
internal sealed record ClientSetup(ClientSetting Token, ClientSetting ApiHost, ClientSetting UiHost, TextRange Range);

/// <summary>How a file holds its script.</summary>
internal enum ClientLanguage
{
    /// <summary>JavaScript or TypeScript, with or without JSX.</summary>
    Script,

    /// <summary>HTML, Razor, Vue, Svelte: script blocks, inline handlers, attributes of components.</summary>
    Markup,
}
