using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>
/// Where the app would do otherwise than Pomerium: every path of PostHog's clients is asked for, and what Pomerium would do with it is held
/// against what the app would.
/// </summary>
internal static class ImportDifferences
{
    private const string PrivateApi = "/api/x0/";

    private enum Kind
    {
        NotSent,
        Closed,
        Unknown,
        Elsewhere,
    }

    public static IReadOnlyList<(int Route, ImportNote Note)> Of(PomeriumConfiguration configuration, RouteTable table, ImportedGroup group)
    {
        var notes = new List<(int, ImportNote)>();
        var found = new List<(Kind Kind, int Route, Outcome Outcome, string Path, string? Upstream, string InApp)>();
        foreach (var row in ClientRoutes.All.Where(row => row.Kind != RouteKind.ServerSdk))
        {
            var path = ImportedBase.Sample(row);
            var method = (row.Methods & ClientMethods.Post) != 0 ? "POST" : "GET";
            var explained = Explain.Of(configuration, table, ImportedHost.Sample(group.Host, group.Base + path), method);
            var inApp = group.Origin(row.Upstream).GetLeftPart(UriPartial.Authority) + path;
            foreach (var kind in Differences(group, explained, inApp))
            {
                found.Add((kind, kind == Kind.NotSent ? group.Routes[0].Route.Index : explained.RouteIndex!.Value, kind == Kind.Closed ? explained.Outcome : default, path, explained.Upstream, inApp));
            }
        }

        foreach (var same in found.GroupBy(one => (one.Kind, one.Route, one.Outcome)))
        {
            var first = same.First();
            var others = same.Count() == 1 ? "" : $" ({same.Count() - 1} more like it)";
            Add(same.Key.Route, same.Key.Kind switch
            {
                Kind.NotSent => $"Pomerium sends {group.Base}{first.Path}{others} to no PostHog. The app sends it to {first.InApp}.",
                Kind.Closed => $"Pomerium answers anonymous visitors of {group.Base}{first.Path}{others} with {Told(same.Key.Outcome)}. The app's proxy is always open to everybody.",
                Kind.Unknown => $"The file doesn't show who can reach {group.Base}{first.Path}{others}, or where it leads. The app's proxy is always open to everybody.",
                _ => $"Pomerium sends {group.Base}{first.Path}{others} to {first.Upstream}, the app to {first.InApp}.",
            });
        }

        // Everything else goes through in PostHog's guides, and with it an API that needs a key.
        var api = Explain.Of(configuration, table, ImportedHost.Sample(group.Host, group.Base + PrivateApi));
        if (api.Outcome == Outcome.Through && group.Routes.Any(route => route.Route.Index == api.RouteIndex))
        {
            Add(api.RouteIndex!.Value, $"Pomerium forwards {group.Base}/api/ and the paths of server SDKs. The app doesn't. To open the paths of server SDKs, set AllowServerSdks to true.");
        }

        if (group.Host.IsWildcard && group.Base.Length == 0)
        {
            Add(group.Routes[0].Route.Index, $"In Pomerium, hosts with routes of their own are not part of {group.Host}. In the app they are, unless another endpoint handles them.");
        }

        return notes;

        void Add(int route, string message) => notes.Add((route, ImportNote.Of(ImportFate.Differs, configuration.Routes[route], message)));
    }

    // Who gets through and where it goes are two things.
    private static IEnumerable<Kind> Differences(ImportedGroup group, Explanation explained, string inApp)
    {
        if (explained.RouteIndex is not { } index || !group.Routes.Any(route => route.Route.Index == index))
        {
            yield return Kind.NotSent;
            yield break;
        }

        if (explained.Outcome == Outcome.Unknown || explained.Upstream is null)
        {
            yield return Kind.Unknown;
        }
        else if (explained.Outcome != Outcome.Through)
        {
            yield return Kind.Closed;
        }

        if (explained.Upstream is { } upstream && !Same(upstream, inApp))
        {
            yield return Kind.Elsewhere;
        }
    }

    // A port that is written and the scheme's own are the same.
    private static bool Same(string a, string b) => a == b
        || (Uri.TryCreate(a, UriKind.Absolute, out var one) && Uri.TryCreate(b, UriKind.Absolute, out var other) && one.AbsoluteUri == other.AbsoluteUri);

    private static string Told(Outcome outcome) => outcome switch
    {
        Outcome.Login or Outcome.Unauthorized401 => "its sign-in",
        Outcome.ClientCertificate495 => "495, because there is no client certificate",
        _ => "403",
    };
}
