using System.Text.RegularExpressions;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>What may arrive at PostHog, typed from what is known of PostHog; it shares nothing with the proxy's own tables.</summary>
/// <param name="ingest">The ingest host of the region.</param>
/// <param name="assets">The assets host of the region.</param>
/// <param name="onlyOurToken">Whether the team has named its project token.</param>
internal sealed partial class UpstreamOracle(string ingest, string assets, bool onlyOurToken)
{
    private static readonly string[] PublicApi =
    [
        "/api/surveys", "/api/early_access_features", "/api/web_experiments", "/api/product_tours", "/api/push_subscriptions",
    ];

    /// <summary>What is wrong with a request that arrived; null where nothing is.</summary>
    public string? Problem(StandInRequest request) =>
        request.Host != ingest && request.Host != assets ? $"host {request.Host}"
        : request.SniHost != request.Host ? $"host {request.Host} over a connection to {request.SniHost}"
        : request.Method is not ("GET" or "HEAD" or "POST" or "OPTIONS") ? $"method {request.Method}"
        : !request.RawTarget.StartsWith('/') ? "a target that is no path"
        : Readings.Of(request.Path).Select(reading => PathProblem(request, reading)).FirstOrDefault(problem => problem is not null)
            ?? ForbiddenHeaders.Problem(request)
            ?? (onlyOurToken ? TokenProblem(request.RawTarget) : null);

    private string? PathProblem(StandInRequest request, string reading)
    {
        if (reading.Any(letter => letter is < ' ' or '\u007f'))
        {
            return $"a control character in '{request.RawTarget}'";
        }

        var segments = reading.Replace('\\', '/').Split('/', '?', '#').Select(segment => segment.Split(';')[0]);
        if (segments.Any(segment => segment is "." or ".."))
        {
            return $"a dot segment in '{request.RawTarget}', read as '{reading}'";
        }

        var plain = Readings.Plain(reading);
        var isAsset = IsBelow(plain, "/static") || IsBelow(plain, "/array");
        if (isAsset != (request.Host == assets) && plain is not ("/static" or "/array"))
        {
            return $"'{request.RawTarget}', read as '{plain}', at {request.Host}";
        }

        var isPrivate = (plain == "/api" || IsBelow(plain, "/api")) && !PublicApi.Contains(plain)
            && !IsWidgetFolder(plain, reading) && !IsBelow(plain, "/api/conversations/v1/widget");
        return isPrivate || plain == "/flags/definitions" ? $"private '{request.RawTarget}', read as '{plain}'" : null;
    }

    private static string? TokenProblem(string target) =>
        Readings.Of(target).SelectMany(reading => Token().Matches(reading)).FirstOrDefault(token => token.Value != HostileTargets.OurToken) is { } foreign
            ? $"the token {foreign.Value} in '{target}'"
            : null;

    // The support widget has a folder, and nothing of the folder's name without the slash at its end, which the plain reading drops.
    private static bool IsWidgetFolder(string plain, string reading) =>
        plain == "/api/conversations/v1/widget" && reading.Split('?', '#')[0].EndsWith('/');

    private static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    [GeneratedRegex("phc_[A-Za-z0-9_-]+")]
    private static partial Regex Token();
}
