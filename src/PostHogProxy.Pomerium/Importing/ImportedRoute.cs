using System.Globalization;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>A route that leads to PostHog, or seems to be meant to, with the place it would have in the app.</summary>
internal sealed class ImportedRoute
{
    private const string Hint = "posthog";

    private ImportedRoute(CheckedRoute route, RouteTarget? target, string? appHost, string? path, string? problem)
    {
        Checked = route;
        Target = target;
        AppHost = appHost;
        Base = path;
        Problem = problem;
    }

    public CheckedRoute Checked { get; }

    public PomeriumRoute Route => Checked.Route;

    /// <summary>The first of its upstreams that is a PostHog.</summary>
    public RouteTarget? Target { get; }

    /// <summary>Its host as <c>RequireHost</c> takes it.</summary>
    public string? AppHost { get; }

    /// <summary>The path under which it has PostHog's paths.</summary>
    public string? Base { get; }

    /// <summary>Why the app cannot take it over; null where it can.</summary>
    public string? Problem { get; }

    /// <summary>Scheme, host and port of a PostHog of one's own; null for PostHog Cloud.</summary>
    public Uri? Origin => Target is { IsPostHog: false } own ? Address(own) : null;

    /// <summary>Whether it is for scripts and remote config.</summary>
    public bool IsForAssets => !Takes("/e/") && (Takes("/static/x0") || Takes("/array/x0") || Target!.Host.Kind == HostKind.Assets);

    public bool Takes(string path) => Checked.Match.Takes(Base + path) == true;

    /// <summary>The route, where it has to do with PostHog; else null.</summary>
    public static ImportedRoute? Of(PomeriumConfiguration configuration, RouteTable table, PomeriumRoute route)
    {
        var judged = new CheckedRoute(configuration, route);
        var target = route.Targets.FirstOrDefault(target => target.IsPostHog) ?? route.Targets.FirstOrDefault(IsOwnPostHog);
        if (target is null && !MeansPostHog(judged) && !RedirectsToPostHog(route) && !HasHint(route.Name))
        {
            return null;
        }

        var host = judged.Host is { } found ? ImportedHost.Of(found) : null;
        var path = target is null || judged.Match.IsDead ? null : ImportedBase.Of(judged);
        return new(judged, target, host, path, ProblemOf(configuration, table, judged, target, host, path));
    }

    private static string? ProblemOf(
        PomeriumConfiguration configuration, RouteTable table, CheckedRoute judged, RouteTarget? target, string? host, string? path)
    {
        var route = judged.Route;
        return route.Find("redirect") is not null ? "it answers with a redirect and forwards nothing. A browser would send its requests straight to PostHog."
            : route.Find("response") is not null ? "it answers itself and forwards nothing."
            : judged.Host is null ? $"its from, '{route.FromText?.Value}', isn't an address that Pomerium serves over HTTP."
            : target is null ? NoTarget(judged)
            : target.Host is { Kind: not HostKind.Foreign, Region: null } ? $"{target.Url!.Host} accepts no events, and has no region."
            : target.Url?.IsHttp != true || Address(target) is null ? $"its to, '{target.Text}', isn't an http or https address."
            : judged.Match.IsDead ? $"no request can match {judged.Match}."
            : host is null ? $"RequireHost doesn't support the host '{judged.Host}'. It supports a name, or a name that begins with '*.'."
            : path is null ? $"it isn't clear from {judged.Match}{(route.Text("regex_rewrite_pattern") is null ? "" : " and its regex_rewrite_pattern")} which of PostHog's paths it has. Map the path by hand."
            : ProxyPath.Problem(path.Length == 0 ? "/" : path) is { } wrong ? $"the app can't map it. {wrong}"
            : target.IsPostHog ? null
            : OwnPostHog(configuration, table, judged, target, path);
    }

    private static string NoTarget(CheckedRoute judged)
    {
        var written = judged.Route.Targets.Count > 0 ? judged.Route.Targets[0].Text : "";
        return MeansPostHog(judged) || written.Length == 0
            ? $"it has no upstream that Pomerium accepts{(written.Length == 0 ? "" : $" ('{written}')")}."
            : $"it leads to {written}, which isn't PostHog's. If that is your app, the proxy is already there. If it is a PostHog of your own, "
                + "write app.MapPostHogProxy(…, new Uri(…)) with a path of your own and its address.";
    }

    // Behind a sign-in it is most likely the application, which the app must not open to everybody.
    private static string? OwnPostHog(PomeriumConfiguration configuration, RouteTable table, CheckedRoute judged, RouteTarget target, string path)
    {
        if (judged.SentPrefix is { } sent && sent.Trim('/').Length > 0 && sent != judged.Match.Value && !CheckedRoute.IsClientPath(sent))
        {
            return $"the PostHog at {target.Text} answers under '{sent}'. The app's proxy needs an origin without a path.";
        }

        var asked = judged.Match.Takes(path + "/e/") == true ? "/e/" : "/static/x0";
        var outcome = Explain.Of(configuration, table, ImportedHost.Sample(judged.Host!.Value, path + asked), "POST").Outcome;
        return outcome == Outcome.Through
            ? null
            : $"{target.Text} is a PostHog of your own, and Pomerium closes it to anonymous visitors. The application is on that host, so a proxy would open it to everybody.";
    }

    private static bool IsOwnPostHog(RouteTarget target) => target.Url is { IsHttp: true } url && HasHint(url.Host);

    private static bool MeansPostHog(CheckedRoute route) =>
        route.MentionsPostHog || route.Route.Targets.Any(target => target.Url is null && HasHint(target.Text));

    private static bool HasHint(string? text) =>
        text is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, Hint, CompareOptions.OrdinalIgnoreCase) >= 0;

    private static bool RedirectsToPostHog(PomeriumRoute route) =>
        route.Entries("redirect").Any(entry => entry.Scalar is { } scalar && PostHogHost.OfUrl(scalar.Value).Kind != HostKind.Foreign);

    private static Uri? Address(RouteTarget target) =>
        Uri.TryCreate($"{target.Url!.Scheme}://{target.Url.Authority}", UriKind.Absolute, out var origin) ? origin : null;
}
