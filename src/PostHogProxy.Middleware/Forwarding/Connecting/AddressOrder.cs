using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Forwarding.Connecting;

/// <summary>
/// The order in which the addresses of a name are tried (RFC 8305, section 4): the two families alternate, so that a dead one costs one
/// delay and not one for each of its addresses.
/// </summary>
internal static class AddressOrder
{
    /// <param name="resolved">In the order of the resolver, which is the system's preference (RFC 6724).</param>
    /// <param name="lastWorked">The address of the last connection to this name; null where there was none.</param>
    public static IReadOnlyList<IPAddress> Of(IEnumerable<IPAddress> resolved, IPAddress? lastWorked)
    {
        var left = resolved.Distinct().ToList();
        var ordered = new List<IPAddress>(left.Count);

        // A name with changing addresses is still known by the family that worked.
        var family = lastWorked?.AddressFamily;
        if (lastWorked is not null && left.Remove(lastWorked))
        {
            ordered.Add(lastWorked);
            family = Other(lastWorked.AddressFamily);
        }

        while (left.Count > 0)
        {
            var next = left.FindIndex(address => address.AddressFamily == family);
            var address = left[Math.Max(next, 0)];
            left.Remove(address);
            ordered.Add(address);
            family = Other(address.AddressFamily);
        }

        return ordered;
    }

    private static AddressFamily Other(AddressFamily family) =>
        family == AddressFamily.InterNetwork ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
}
