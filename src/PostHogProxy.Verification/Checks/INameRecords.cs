using System.Net;

namespace PostHogProxy.Verification.Checks;

/// <summary>Asks the DNS. Who verifies brings its resolver; the app that runs the proxy needs none.</summary>
internal interface INameRecords
{
    Task<NameAnswer> AskAsync(string name, CancellationToken cancellationToken);
}

/// <summary>What is known of a host's name.</summary>
/// <param name="Addresses">Where it leads; empty where it is not known.</param>
/// <param name="Aliases">The names it is an alias of, in their order.</param>
internal sealed record NameAnswer(IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Aliases);
