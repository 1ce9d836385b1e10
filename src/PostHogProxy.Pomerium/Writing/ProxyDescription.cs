using System.Globalization;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>What is to be reached through Pomerium, in as few words as it takes.</summary>
/// <param name="Host">The host visitors ask for, with its port where that is not 443.</param>
/// <param name="Path">The path under that host, such as <c>/t7x</c>; null for a host that is PostHog's alone.</param>
/// <param name="Region">The region of the project.</param>
/// <param name="App">The app behind Pomerium that maps the proxy itself; null where Pomerium forwards to PostHog.</param>
internal sealed record ProxyDescription(string? Host, string? Path, PostHogRegion Region, Uri? App)
{
    /// <summary>What is wrong with the description, naming the value and the cure; null where nothing is. The writers want none.</summary>
    public string? Problem
    {
        get
        {
            if (Host is null || Uri.CheckHostName(Name) != UriHostNameType.Dns || Name[Name.Length - 1] == '.' || (Host.Length > Name.Length && Port is null))
            {
                return $"'{Host}' isn't a host name. Give the host that visitors use, such as e.example.com. Add the port if it isn't 443.";
            }

            if (Host.Any(c => c > '\x7F'))
            {
                return $"'{Host}' is not the name that browsers send. Write it in ASCII, as in xn--bcher-kva.example.";
            }

            if (PostHogHost.Of(Name).Kind != HostKind.Foreign)
            {
                return $"{Name} is PostHog itself. Give the host on your domain that visitors use, such as e.example.com.";
            }

            if (Path is not null && (Path.Length < 2 || Path[0] != '/' || Path.TrimEnd('/').Length == 0 || !Path.All(IsPlain) || Path.Contains("//")))
            {
                return $"'{Path}' isn't a path for a route. Write one like /t7x, of letters, digits, '-', '_' and '/'.";
            }

            if (Region is not (PostHogRegion.Us or PostHogRegion.Eu))
            {
                return $"'{Region}' isn't a region. PostHog Cloud has Us and Eu.";
            }

            return App is null ? null
                : App.IsAbsoluteUri && App.Scheme is "unix" or "https+unix" ? (App.AbsolutePath.Length > 1 ? null : $"'{App}' names no socket. Write its path, such as unix:///run/app.sock.")
                : !App.IsAbsoluteUri || App.Scheme is not ("http" or "https") || App.PathAndQuery != "/" || App.UserInfo.Length > 0 || App.Fragment.Length > 0 ? $"'{App}' isn't the address of an app. Write scheme, host and port only, such as http://app:8080."
                : null;
        }
    }

    /// <summary>The path without its last slash; empty for a host of its own.</summary>
    public string Base => Path?.TrimEnd('/') ?? "";

    /// <summary>As a file spells it that has the host already, else as it was given, in lower case.</summary>
    public string From => "https://" + (Spelling ?? Host!.ToLowerInvariant());

    /// <summary>The host without its port.</summary>
    public string Name => Host!.Split(':')[0];

    /// <summary>The port; null where none is written, or none that is a number.</summary>
    public int? Port => Host!.Split(':') is { Length: 2 } parts
        && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;

    /// <summary>The host as the file spells it; null where it is new there.</summary>
    public string? Spelling { get; init; }

    private static bool IsPlain(char c) => c is '/' or '-' or '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
