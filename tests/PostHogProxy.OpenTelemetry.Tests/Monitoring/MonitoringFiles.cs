using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>The dashboard and the rules that are given to operators, and the queries in them.</summary>
internal static partial class MonitoringFiles
{
    public static string Rules { get; } = Repository.File("docs/observability/prometheus-rules.yml");

    public static string Dashboard { get; } = Repository.File("docs/observability/grafana-dashboard.json");

    /// <summary>Each panel's queries, as Grafana sends them for all apps.</summary>
    public static IReadOnlyList<(string Panel, string Query)> Panels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Dashboard));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!
                   .Replace("$job", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "2m", StringComparison.Ordinal)),
        ];
    }

    /// <summary>Each alert's expression, and its page.</summary>
    public static IReadOnlyList<(string Alert, string Expression, string Page)> Alerts() =>
        [.. Alert().Matches(File.ReadAllText(Rules)).Select(alert => (alert.Groups["name"].Value, alert.Groups["expression"].Value, alert.Groups["page"].Value))];

    /// <summary>The selectors of a query: a metric and its labels.</summary>
    public static IEnumerable<string> Selectors(string query) => Selector().Matches(query).Select(selector => selector.Value);

    /// <summary>The parts of an alert that are enough by themselves, each with its threshold as a question: it gives a series if its names are right, also where there is no traffic and no number to compare.</summary>
    public static IEnumerable<string> WithoutThresholds(string expression) =>
        Either().Split(expression.Trim()).Select(part => Threshold().Replace(part, " >= bool 0"));

    [GeneratedRegex(@"- alert: (?<name>\w+)\n +expr: \|\n(?<expression>.*?)\n +(?:for|labels):.*?docs: (?<page>\S+)", RegexOptions.Singleline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"\bposthog_\w+(?<=_(?:count|bucket|total|seconds|bytes|utilization|circuit|tokens|entries|letters|requests))(?:\{[^}]*\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?m)^ *or *$")]
    private static partial Regex Either();

    [GeneratedRegex(@" > [\d.]+")]
    private static partial Regex Threshold();
}
