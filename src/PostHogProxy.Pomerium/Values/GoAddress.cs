using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Pomerium.Values;

/// <summary>Addresses and ports as Go's net reads them.</summary>
internal static class GoAddress
{
    /// <summary>net.ParseIP.</summary>
    public static bool IsIp(string text) => IsIPv4(text) || IsIPv6(text);

    /// <summary>net.ParseCIDR: an address, a slash and how many bits count.</summary>
    public static bool IsRange(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0)
        {
            return false;
        }

        var address = text.Substring(0, slash);
        var most = IsIPv4(address) ? 32 : IsIPv6(address) ? 128 : -1;
        var bits = text.Substring(slash + 1);
        return bits.Length is > 0 and < 9 && bits.All(c => c is >= '0' and <= '9') && int.Parse(bits, System.Globalization.CultureInfo.InvariantCulture) <= most;
    }

    public static bool IsIPv6(string text) =>
        text.Contains(':') && text.IndexOfAny(['[', ']', '%', '/', ' ']) < 0
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>A host with a port that is a number above 0 (P:config/validate.go, ValidateAddress).</summary>
    public static bool IsListener(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text.Substring(0, colon);
        var isBracketed = host.Length > 1 && host[0] == '[' && host[host.Length - 1] == ']' && host.LastIndexOf('[') == 0 && host.IndexOf(']') == host.Length - 1;
        var port = text.Substring(colon + 1);
        return colon >= 0 && (isBracketed || host.IndexOfAny([':', '[', ']']) < 0)
            && long.TryParse(port, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0;
    }

    // Four numbers without leading zeros.
    private static bool IsIPv4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is > 0 and <= 3 && part.All(c => c is >= '0' and <= '9')
            && (part.Length == 1 || part[0] != '0') && int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) <= 255);
    }
}
