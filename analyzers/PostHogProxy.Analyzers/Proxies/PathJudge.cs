using System.Globalization;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Analyzers.Proxies;

/// <summary>Judges the path of one call, and says what to write instead.</summary>
internal sealed class PathJudge
{
    private readonly IReadOnlyList<FilterList> _lists;
    private readonly string _seed;

    /// <param name="app">The app.</param>
    /// <param name="index">Which of the app's proxies it is: two may not be told to take the same path.</param>
    /// <param name="cancellation">Of the analysis.</param>
    public PathJudge(AppModel app, int index, CancellationToken cancellation)
    {
        _lists = app.FilterLists(cancellation);
        var name = app.Compilation.AssemblyName ?? "";
        _seed = index == 0 ? name : name + "#" + index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The hosts of a proxy that has hosts of its own, each with its place.</summary>
    public IEnumerable<(Finding Finding, HostName Host)> JudgeHosts(MapCall call, string where) =>
        call.Proxy.Path == "/"
            ? call.Hosts.SelectMany(host => HostRules.Judge(host.Name, _lists, where), (host, finding) => (finding, host))
            : [];

    /// <param name="call">The call that maps the proxy.</param>
    /// <param name="written">What stands in the call or in the settings file.</param>
    /// <param name="where">The file.</param>
    public IEnumerable<Finding> Judge(MapCall call, string? written, string where)
    {
        if (EndpointRules.Unusable(written, Proposal(call, ProxyPath.Nearest(written)), where) is { } unusable)
        {
            return [unusable];
        }

        if (call.Prefix is null)
        {
            return [];
        }

        var path = RouteScope.Whole(call.Prefix, written!);
        return EndpointRules.RootWithoutHost(call.Proxy with { Path = path }, PathSuggestions.For(_seed, _lists), where) is { } root ? [root]
            : path == "/" ? []
            : PathRules.Judge(path, call.Aliases, _lists, where, _seed);
    }

    /// <summary>The literal to write in place of the call's; null where none of ours would be clean behind the prefixes of its groups.</summary>
    public string? Replacement(MapCall call, Finding finding) => Proposal(call, finding.Replacement) is { } path ? $"\"{path}\"" : null;

    /// <summary>What is nearest to what somebody wrote, or else our own; a proposal that another rule would report is none.</summary>
    private string? Proposal(MapCall call, string? nearest)
    {
        var own = PathSuggestions.For(_seed, _lists);
        return nearest is not null && IsClean(call, nearest) ? nearest : IsClean(call, own) ? own : null;
    }

    private bool IsClean(MapCall call, string path) =>
        !DocumentedPaths.Has(path) && PathRules.Judge(call.Prefix is { } prefix ? RouteScope.Whole(prefix, path) : path, _lists, "", _seed).Count == 0;
}
