using System.Text.RegularExpressions;

namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>The alerts, as the real promtool reads and plays them.</summary>
public sealed partial class RuleTests
{
    private static readonly string Cases = Repository.File("tests/PostHogProxy.OpenTelemetry.Tests/Monitoring/prometheus-rules.test.yml");

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_rules()
    {
        var (exitCode, said) = await Programs.PromtoolAsync("check", "rules", "--lint=all", "--lint-fatal", MonitoringFiles.Rules);

        Assert.True(exitCode == 0, said);
        Assert.Contains($"{MonitoringFiles.Alerts().Count} rules found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_alert_fires_when_it_must_and_not_when_it_must_not()
    {
        var (exitCode, said) = await Programs.PromtoolAsync("test", "rules", Cases);

        Assert.True(exitCode == 0, said);
    }

    // A case in which nothing fires is one in which it is silent.
    [Fact]
    public void Every_alert_has_cases_in_which_it_fires_and_cases_in_which_it_is_silent()
    {
        var cases = File.ReadAllText(Cases);
        Assert.All(MonitoringFiles.Alerts(), alert =>
        {
            var expected = Expected().Matches(cases).Where(each => each.Groups["name"].Value == alert.Alert).ToList();
            Assert.True(expected.Exists(each => each.Groups["silent"].Success), $"{alert.Alert} is never expected to be silent.");
            Assert.True(expected.Exists(each => !each.Groups["silent"].Success), $"{alert.Alert} is never expected to fire.");
        });
    }

    [Fact]
    public void Every_alert_leads_to_a_page_that_is_there()
    {
        Assert.Equal(10, MonitoringFiles.Alerts().Count);
        Assert.All(MonitoringFiles.Alerts(), alert =>
        {
            var (path, heading) = alert.Page.Split('#') is [var file, var anchor] ? (file, anchor) : (alert.Page, null);
            var page = File.ReadAllText(Repository.File(path));
            Assert.True(
                heading is null || Heading().Matches(page).Any(each => each.Groups[1].Value.ToLowerInvariant().Replace(' ', '-') == heading),
                $"{alert.Alert} leads to {alert.Page}.");
        });
    }

    [GeneratedRegex(@"alertname: (?<name>\w+)\n +exp_alerts:(?<silent> \[\])?")]
    private static partial Regex Expected();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
