using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>
/// The routes to PostHog of a configuration as proxies in the app. It is text to paste: the running app reads no YAML. No route to PostHog is
/// left out of the report.
/// </summary>
/// <param name="Proxies">What to map.</param>
/// <param name="Report">What became of every route to PostHog, and of what is written in it.</param>
/// <param name="Problem">Why the file cannot be read; null where it can.</param>
internal sealed record PomeriumImport(IReadOnlyList<ImportedProxy> Proxies, IReadOnlyList<ImportNote> Report, Finding? Problem)
{
    // Each is compared by asking for every client path, which takes the time of all routes of its host.
    private const int MostCompared = 100;

    /// <summary>The lines that need no configuration.</summary>
    public string Code => Lines(proxy => proxy.Line);

    /// <summary>The lines that go with <see cref="Settings"/>.</summary>
    public string CodeWithSettings => Lines(proxy => proxy.LineWithSection);

    /// <summary>The same as appsettings.json; empty where there is nothing to map.</summary>
    public string Settings => Proxies.Count == 0 ? "" : ImportedSettings.Of(Proxies);

    public static PomeriumImport Of(string text, bool isZero = false, CancellationToken ct = default)
    {
        var configuration = PomeriumConfiguration.Read(text, isZero, ct);
        if (configuration.ReadingFindings.FirstOrDefault(finding => finding.Id == PomeriumFindingRules.Unreadable.Id) is { } unreadable)
        {
            return new([], [], unreadable);
        }

        var table = new RouteTable(configuration);
        var routes = configuration.Routes.Select(route => ImportedRoute.Of(configuration, table, route)).OfType<ImportedRoute>().ToList();
        var groups = routes.Where(route => route.Problem is null).GroupBy(route => (route.Checked.Host, route.Base))
            .Select(group => new ImportedGroup([.. group])).ToList();
        var proxies = ImportedSettings.Named(Merged([.. groups.Where(group => group.Problem is null)]));
        var notes = routes.Where(route => route.Problem is not null).Select(route => (route.Route.Index, Note: Lost(route, route.Problem!))).ToList();
        var known = proxies.ToDictionary(Bare);
        var compared = 0;
        foreach (var group in groups)
        {
            ct.ThrowIfCancellationRequested();
            var proxy = group.Proxy is { } merged ? known[Bare(merged)] : null;
            notes.AddRange(group.Routes.Select(route => (route.Route.Index, proxy is null
                ? Lost(route, group.Problem!)
                : ImportNote.Of(ImportFate.Taken, route.Route, proxy.Line))));
            notes.AddRange(proxy is null ? [] : compared++ < MostCompared
                ? ImportDifferences.Of(configuration, table, group)
                : [(group.Routes[0].Route.Index, ImportNote.Of(ImportFate.Differs, group.Routes[0].Route, $"Only the first {MostCompared} proxies of a file are compared with Pomerium, path by path. This one was not."))]);
            notes.AddRange(proxy is null ? [] : group.Routes.SelectMany(route => RouteKeyNotes.Of(route).Select(note => (route.Route.Index, note))));
        }

        return new(proxies, [.. notes.OrderBy(note => note.Item1).Select(note => note.Item2), .. proxies.Count > 0 ? FileKeyNotes.Of(configuration) : []], null);
    }

    // One line for the hosts that have the same under the same path. Under a path, hosts need a word only where it differs between them.
    private static IReadOnlyList<ImportedProxy> Merged(IReadOnlyList<ImportedGroup> groups)
    {
        var proxies = groups.GroupBy(group => Bare(group.Proxy!))
            .Select(group => group.Key with { Hosts = [.. group.Select(one => one.AppHost).Distinct()] }).ToList();
        var unique = proxies.GroupBy(proxy => proxy.Path).Where(path => path.Key != "/" && path.Count() == 1).Select(path => path.Key).ToList();
        return [.. proxies.Select(proxy => unique.Contains(proxy.Path) ? proxy with { Hosts = [] } : proxy)];
    }

    // As a group has it, which knows neither the other hosts nor the name.
    private static ImportedProxy Bare(ImportedProxy proxy) => proxy with { Hosts = Array.Empty<string>(), Name = "" };

    private static ImportNote Lost(ImportedRoute route, string problem) => ImportNote.Of(ImportFate.Lost, route.Route, problem);

    private string Lines(Func<ImportedProxy, string> line) => string.Concat(Proxies.Select(proxy => line(proxy) + "\n"));
}
