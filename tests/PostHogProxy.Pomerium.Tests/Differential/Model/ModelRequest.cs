namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>A request of somebody who is not signed in.</summary>
/// <param name="Authority">The host, with its port where that is not 443.</param>
/// <param name="Path">The path as it is sent.</param>
/// <param name="Query">With its question mark, or empty.</param>
/// <param name="Method">The method.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record ModelRequest(string Authority, string Path, string Query, string Method, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public string? Header(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

    public override string ToString() =>
        $"{Method} https://{Authority}{Path}{Query}{string.Concat(Headers.Select(header => $" --header '{header.Key}: {header.Value}'"))}";
}

/// <summary>What becomes of it. An upstream is told only where it is reached by HTTP.</summary>
internal sealed record ModelAnswer(string Outcome, int? Route = null, string? Upstream = null, string? Host = null)
{
    /// <summary>The request's own headers that reach the upstream, in lower case and in order.</summary>
    public string Kept { get; init; } = "";

    /// <summary>What is written, as name=value in lower case and in order.</summary>
    public string Set { get; init; } = "";
}
