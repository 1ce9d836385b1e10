using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>One set-up of PostHog's browser SDK, as it stands in a text.</summary>
/// <param name="Token">The first argument of <c>init</c>.</param>
/// <param name="ApiHost">Where events go; PostHog Cloud US where it is absent.</param>
/// <param name="UiHost">Where the PostHog application is; derived from <paramref name="ApiHost"/> by the SDK where it is absent.</param>
/// <param name="Range">What sets it up: the callee (<c>posthog.init</c>), the name of a component, the key of a lone options object.</param>
internal sealed record ClientSetup(ClientSetting Token, ClientSetting ApiHost, ClientSetting UiHost, TextRange Range)
{
    /// <summary>Where scripts and remote config come from; derived from <see cref="ApiHost"/> where it is absent.</summary>
    public ClientSetting AssetHost { get; init; }

    /// <summary>Where feature flags come from; <see cref="ApiHost"/> where it is absent.</summary>
    public ClientSetting FlagsApiHost { get; init; }

    /// <summary>What <see cref="ApiHost"/> is called where it stands: posthog-js-lite says <c>host</c>.</summary>
    public string ApiHostName { get; init; } = "api_host";

    /// <summary>The same with each of its settings changed.</summary>
    public ClientSetup Map(Func<ClientSetting, ClientSetting> change) => this with
    {
        Token = change(Token),
        ApiHost = change(ApiHost),
        UiHost = change(UiHost),
        AssetHost = change(AssetHost),
        FlagsApiHost = change(FlagsApiHost),
    };
}

/// <summary>How a file holds its script.</summary>
internal enum ClientLanguage
{
    /// <summary>JavaScript or TypeScript, with or without JSX.</summary>
    Script,

    /// <summary>HTML, Razor, Vue, Svelte: script blocks, inline handlers, attributes of components.</summary>
    Markup,
}
