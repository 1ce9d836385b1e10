using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Forwarding.Connecting;

/// <summary>
/// Connects to a host by name as RFC 8305 says. A name may have an address that swallows everything; trying one address after the other would
/// then use up the whole time to connect, at every connection.
/// </summary>
/// <param name="resolve">Finds the addresses of a name.</param>
/// <param name="connect">Connects to one of them.</param>
/// <param name="time">Measures the delay between two of them.</param>
internal sealed class HostConnector(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPEndPoint, CancellationToken, Task<Stream>> connect,
    TimeProvider time)
{
    // An address that worked last. The names are those of PostHog's hosts or of an egress proxy: a few.
    private readonly ConcurrentDictionary<string, IPAddress> _lastWorked = new(StringComparer.OrdinalIgnoreCase);

    public HostConnector(TimeProvider time)
        : this(Dns.GetHostAddressesAsync, SocketConnection.OpenAsync, time)
    {
    }

    /// <summary>The first connection that stands; the others are given up.</summary>
    /// <exception cref="SocketException">The name has no address, or none of them takes a connection; the message names each.</exception>
    /// <exception cref="OperationCanceledException">The time was up; the message names each address that was tried.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await ResolveAsync(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound, $"The name {host} has no address.");
        }

        var order = AddressOrder.Of(addresses, _lastWorked.GetValueOrDefault(host));
        using var race = new ConnectionRace(host, port, order, connect, time, cancellationToken);
        var (address, connection) = await race.RunAsync();
        _lastWorked[host] = address;
        return connection;
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await resolve(host, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"The addresses of {host} were not found in time", cancellationToken);
        }
    }
}
