using System.Globalization;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>A host of the file in the app's words.</summary>
internal static class ImportedHost
{
    private const string AnyLabel = "*.";

    /// <summary>As <c>RequireHost</c> takes it: a name or an address, with a star for its first labels, with a port; null for anything else.</summary>
    public static string? Of(RouteHost host)
    {
        var name = host.Name.StartsWith(AnyLabel, StringComparison.Ordinal) ? host.Name.Substring(AnyLabel.Length) : host.Name;
        if (Uri.CheckHostName(name) is not (UriHostNameType.Dns or UriHostNameType.IPv4) || !Uri.TryCreate("https://" + name, UriKind.Absolute, out var url))
        {
            return null;
        }

        var port = host.Port is { } number ? ":" + number.ToString(CultureInfo.InvariantCulture) : "";
        return (name.Length < host.Name.Length ? AnyLabel : "") + url.IdnHost + port;
    }

    /// <summary>An address of the host, for one that stands for many.</summary>
    public static Uri Sample(RouteHost host, string path) =>
        new($"https://{host.ToString().Replace("*", "any-host-of-many")}{path}");
}
