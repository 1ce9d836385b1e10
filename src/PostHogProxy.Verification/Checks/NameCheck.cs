using System.Net;
using System.Net.Sockets;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether browsers find the host.</summary>
internal sealed class NameCheck : ICheck
{
    public string Name => "name";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var host = inspection.Target.Url.IdnHost;
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return Result($"{host}", "an address, no name", OfAddresses(host, [literal], isName: false));
        }

        if (inspection.Target.IsLoopback)
        {
            return Result(host, "this machine", LocalHost(host));
        }

        var answer = await inspection.Names.AskAsync(host, cancellationToken).ConfigureAwait(false);
        if (answer.Addresses.Count == 0)
        {
            inspection.IsDead = true;
            return Result($"DNS {host}", "no address", VerifyRules.UnknownName.Say(
                $"The name {host} does not resolve.", host, "Create an A, AAAA or CNAME record, or correct the name in the URL. A new record takes a while to become visible."));
        }

        var aliases = answer.Aliases.Count > 0 ? $" by way of {string.Join(", ", answer.Aliases)}" : "";
        return Result(
            $"DNS {host}",
            string.Join(", ", answer.Addresses) + aliases,
            OfAliases(host, answer.Aliases) ?? OfAddresses(host, answer.Addresses, isName: true));
    }

    private CheckResult Result(string asked, string came, Finding? finding) => new(Name, asked, came, finding is null ? [] : [finding]);

    private static Finding LocalHost(string host) =>
        VerifyRules.LocalName.Say($"{host} is this machine. The results are valid for this machine only.", host);

    // PostHog's hosts show certificates for their own names only. Its managed proxy is set up by alias, but of other names.
    private static Finding? OfAliases(string host, IReadOnlyList<string> aliases) =>
        aliases.FirstOrDefault(alias => PostHogHost.Of(alias).Kind is HostKind.Ingest or HostKind.Assets or HostKind.App or HostKind.Legacy) is { } alias
            ? VerifyRules.AliasOfPostHog.Say(
                $"{host} is an alias (CNAME) of {alias.TrimEnd('.')}, which has no certificate for {host}.",
                host,
                "Point the name at your proxy. An alias of PostHog's host isn't a proxy. PostHog's managed proxy gives you another name to point at.")
            : null;

    private static Finding? OfAddresses(string host, IReadOnlyList<IPAddress> addresses, bool isName)
    {
        if (addresses.All(IPAddress.IsLoopback))
        {
            return LocalHost(host);
        }

        return addresses.All(IsPrivate)
            ? VerifyRules.PrivateAddress.Say(
                $"{host} {(isName ? "leads to" : "is")} a private address. Visitors outside your network can't reach it.",
                host,
                "Give the name a public address, or verify the name that your visitors use.")
            : null;
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || IPAddress.IsLoopback(address)
            : bytes switch
            {
                [10 or 127, ..] or [192, 168, ..] or [169, 254, ..] => true,
                [172, >= 16 and <= 31, ..] => true,
                [100, >= 64 and <= 127, ..] => true,
                _ => false,
            };
    }
}
