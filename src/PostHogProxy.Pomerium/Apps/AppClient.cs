using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>One set-up of posthog-js in the app's scripts and pages.</summary>
/// <param name="Api">Its <c>api_host</c>.</param>
/// <param name="Ui">Its <c>ui_host</c>.</param>
/// <param name="File">Where it stands.</param>
internal sealed record AppClient(ClientAddress Api, ClientAddress Ui, string File)
{
    /// <summary>The path of an <c>api_host</c> on the page's own site, without its last slash; null where it is none.</summary>
    public string? Path => Api.IsPath && Api.Setting.Value!.IndexOfAny(['?', '#']) < 0 ? Api.Setting.Value.Trim().TrimEnd('/') : null;

    /// <summary>The address of an <c>api_host</c> on a host that is not PostHog's, without its last slash; null where it is none.</summary>
    public string? Address => Api.IsForeignUrl && Api.Uri is { Scheme: "https" or "http" } uri ? "https://" + uri.Authority + uri.AbsolutePath.TrimEnd('/') : null;

    public static AppClient Of(ClientSetup setup, string file) => new(ClientAddress.Of(setup.ApiHost), ClientAddress.Of(setup.UiHost), file);
}
