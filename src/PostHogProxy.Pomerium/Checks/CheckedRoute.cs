using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>A route with what the checks ask of it again and again.</summary>
internal sealed class CheckedRoute
{
    private readonly Lazy<RoutePolicy> _policy;
    private readonly string _text;
    private readonly bool _isWrittenInItsList;

    public CheckedRoute(PomeriumConfiguration configuration, PomeriumRoute route)
    {
        Route = route;
        _text = configuration.Text;
        Host = RouteHost.Of(route);
        _isWrittenInItsList = configuration.Root.Find(route.List)?.Value is { } list && list.Range.Start <= route.Node.Range.Start && route.Node.Range.End <= list.Range.End;
        Match = RouteMatch.Of(route);
        SentPrefix = Match.Kind == MatchKind.Prefix && route.Text("regex_rewrite_pattern") is null ? Rewrite.PrefixRewrite(route) ?? Match.Value : null;
        _policy = new(() => RoutePolicy.Of(configuration, route));
    }

    public PomeriumRoute Route { get; }

    public RouteHost? Host { get; }

    public RouteMatch Match { get; }

    public RoutePolicy Policy => _policy.Value;

    public PostHogHost PostHog => Route.PostHog;

    /// <summary>Whether it is a route to PostHog, or was meant to be one: its <c>to</c> is misspelt, or no URL.</summary>
    public bool MentionsPostHog => Route.IsPostHog || Route.Node.Entries.Any(entry =>
        (!RouteKeys.TryGet(entry.Name, out _) || entry.Name.Equals("to", StringComparison.OrdinalIgnoreCase))
        && entry.Scalar is { } scalar && PostHogHost.OfUrl(scalar.Value).Kind is not (HostKind.Foreign or HostKind.Website));

    /// <summary>Whether the key is written, but under another name (W040) or with a value Pomerium cannot read (E017): that it does nothing is told there.</summary>
    public bool IsMiswritten(string key) =>
        (Route.Find(key) is not null && RouteKeys.TryGet(key, out var kind) && kind == KeyKind.Flag && Route.Flag(key) is null)
        || (Route.Find(key) is null && Route.Node.Entries.Any(entry => RouteKeys.Meant(entry.Name) == key));

    /// <summary>With what the path begins that PostHog sees; null where a regular expression makes it.</summary>
    public string? SentPrefix { get; }

    /// <summary>Whether PostHog sees paths of the assets host here: all below <c>/static</c>.</summary>
    public bool SendsStatic => Sends("/static");

    /// <summary>Whether PostHog sees remote config here: all below <c>/array</c>.</summary>
    public bool SendsArray => Sends("/array");

    public bool SendsAssets => SendsStatic || SendsArray;

    /// <summary>Whether every path goes to PostHog as the client means it.</summary>
    public bool SendsAll => SentPrefix == "/";

    /// <summary>
    /// What the client's <c>api_host</c> has behind the host for this route: "" for a host of its own, <c>/ingest-x1</c> under a path; null
    /// where it cannot be told.
    /// </summary>
    public string? Base
    {
        get
        {
            if (SentPrefix is null)
            {
                return null;
            }

            var prefix = Match.Value;
            var folder = "/" + (SendsStatic ? "static" : SendsArray ? "array" : "");
            var trimmed = prefix.TrimEnd('/');
            if (SendsAssets || EndsWithFolder(trimmed, out folder))
            {
                return trimmed.EndsWith(folder, StringComparison.Ordinal) ? trimmed.Substring(0, trimmed.Length - folder.Length) : null;
            }

            return SentPrefix.Length > 1 && prefix.EndsWith(SentPrefix, StringComparison.Ordinal) && IsClientPath(SentPrefix)
                ? prefix.Substring(0, prefix.Length - SentPrefix.Length)
                : trimmed;
        }
    }

    /// <summary>The names of the region: those of the upstream where it has one, else the US, which the older names stood for.</summary>
    public RegionHosts Region => RegionHosts.Of(PostHog.Region ?? PostHogRegion.Us);

    /// <summary>Whether changes concern this route alone. What an alias or a merge key brought in stands elsewhere and belongs to others too.</summary>
    public bool Owns(IReadOnlyList<TextEdit> edits) => _isWrittenInItsList && edits.All(edit =>
        edit.Range.Length == 0 || (edit.Range.Start >= Lines.Start(_text, Route.Node.Range.Start) && edit.Range.Start < Route.Node.Range.End));

    /// <summary>Whether a path is one PostHog's clients ask for, or the beginning of some.</summary>
    public static bool IsClientPath(string prefix) =>
        ClientRoutes.All.Any(row => row.Path.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(row.Path, StringComparison.Ordinal))
        || ClientRoutes.Find(prefix) != ClientRoutes.Unknown;

    // Under a path and without a rewrite, the folder is only in the prefix.
    private static bool EndsWithFolder(string trimmed, out string folder)
    {
        folder = trimmed.EndsWith("/static", StringComparison.Ordinal) ? "/static" : trimmed.EndsWith("/array", StringComparison.Ordinal) ? "/array" : "";
        return folder.Length > 0;
    }

    private bool Sends(string folder) =>
        SentPrefix is { } sent && (sent == folder || sent.StartsWith(folder + "/", StringComparison.Ordinal));
}
