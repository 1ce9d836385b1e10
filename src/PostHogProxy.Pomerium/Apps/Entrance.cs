using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>An address at which a browser asks for a proxy of the app.</summary>
/// <param name="Address">Scheme, host and path, without a last slash.</param>
/// <param name="Proxy">The proxy.</param>
internal sealed record Entrance(string Address, MappedProxy Proxy)
{
    /// <summary>The path that the browser sees; empty on a host of the proxy's own.</summary>
    public string Path { get; } = Uri.TryCreate(Address, UriKind.Absolute, out var uri) ? uri.AbsolutePath.TrimEnd('/') : "";
}
