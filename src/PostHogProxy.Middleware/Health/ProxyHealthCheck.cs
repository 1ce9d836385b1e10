using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PostHogProxy.Health;

/// <summary>
/// Says what PostHog itself answers to our own questions. What visitors send never decides: anybody could have the app taken out.
/// </summary>
internal sealed class ProxyHealthCheck(MappedProxies proxies) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reports = await proxies.ReportAsync(cancellationToken);
        if (reports.Length == 0)
        {
            return HealthCheckResult.Healthy("No PostHog proxy is mapped.");
        }

        if (reports.All(report => report.IsOff))
        {
            return HealthCheckResult.Healthy("PostHog is off (Disabled), and nothing is sent to it.", Data(reports));
        }

        var problems = reports.SelectMany(report => report.Findings.Where(finding => finding.IsProblem)
            .Select(finding => $"{report.Path}: {finding.Id} {finding}")).ToArray();
        return problems.Length == 0
            ? HealthCheckResult.Healthy("PostHog can be reached" + (AnyProven(reports) ? ", and every project token is of the right region." : "."), Data(reports))
            : new(context.Registration.FailureStatus, string.Join(Environment.NewLine, problems), exception: null, Data(reports));
    }

    private static bool AnyProven(ProxyReport[] reports) =>
        reports.Any(report => report.Findings.Any(finding => finding.Id == "PHX5000"));

    // One entry for each rule that spoke about a proxy: names stay the same when tokens come and go, so that a monitor can read them. Two
    // maps may have one path, on two hosts.
    private static Dictionary<string, object> Data(ProxyReport[] reports) => reports
        .SelectMany(Entries)
        .GroupBy(entry => entry.Key, entry => entry.Text, StringComparer.Ordinal)
        .ToDictionary(entries => entries.Key, entries => (object)string.Join(" ", entries), StringComparer.Ordinal);

    private static IEnumerable<(string Key, string Text)> Entries(ProxyReport report)
    {
        var findings = report.Findings.Select(finding => ($"{report.Path} {finding.Id}", finding.ToString()));
        return report.OldClients is { } note ? findings.Append(($"{report.Path} old clients", note)) : findings;
    }
}
