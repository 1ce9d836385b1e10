using System.Net;
using System.Net.Sockets;
using DnsClient;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Tool.Names;

/// <summary>
/// Where a name leads is what this machine makes of it, its hosts file included; of which names it is an alias only the DNS itself knows.
/// </summary>
internal sealed class DnsRecords : INameRecords
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<NameAnswer> AskAsync(string name, CancellationToken cancellationToken)
    {
        var addresses = AddressesAsync(name, cancellationToken);
        var aliases = AliasesAsync(name, cancellationToken);
        return new(await addresses, await aliases);
    }

    private static async Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(name, cancellationToken);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> AliasesAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var dns = new LookupClient(new LookupClientOptions { Timeout = Patience, Retries = 0, ThrowDnsErrors = false, UseCache = false });
            var answer = await dns.QueryAsync(name, QueryType.A, cancellationToken: cancellationToken);
            return [.. answer.Answers.CnameRecords().Select(record => record.CanonicalName.Value)];
        }
        catch (Exception silent) when (silent is DnsResponseException or SocketException or InvalidOperationException or ArgumentException
            || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A resolver that answers the system but not us: the addresses are known, and no more is said.
            return [];
        }
    }
}
