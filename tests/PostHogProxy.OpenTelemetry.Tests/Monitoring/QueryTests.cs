namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>Every query of the dashboard and of the alerts gives something where there is something to see: no name in it is wrong.</summary>
[Collection(Instrumentation.InstrumentationTests.OneApp)]
public sealed class QueryTests(StorefrontInTrouble shop) : IClassFixture<StorefrontInTrouble>
{
    public static TheoryData<string, string> Panels => [.. MonitoringFiles.Panels()];

    public static TheoryData<string, string> Alerts => [.. MonitoringFiles.Alerts().Select(alert => (alert.Alert, alert.Expression))];

    // Two scrapes must have seen a counter before it has a rate.
    [Theory]
    [MemberData(nameof(Panels))]
    public Task A_panel_shows_something(string panel, string query) => GivesAsync(panel, query);

    [Theory]
    [MemberData(nameof(Panels))]
    [MemberData(nameof(Alerts))]
    public async Task Every_metric_is_there_with_the_labels_and_values_that_are_asked_for(string name, string query)
    {
        var selectors = MonitoringFiles.Selectors(query).ToList();
        Assert.NotEmpty(selectors);
        foreach (var selector in selectors)
        {
            await GivesAsync(name, $"last_over_time({selector}[5m])");
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task An_alert_looks_at_something_in_each_of_its_parts(string alert, string expression)
    {
        foreach (var part in MonitoringFiles.WithoutThresholds(expression))
        {
            await GivesAsync(alert, part);
        }
    }

    // What promtool plays with numbers that were made up, with those of the app: the expression is true at some time. Whether it lasts is promtool's part.
    [Theory]
    [InlineData("PostHogWrongRegion")]
    [InlineData("PostHogOutboxOld")]
    [InlineData("PostHogDeadLetters")]
    [InlineData("PostHogOutboxLosesRequests")]
    [InlineData("PostHogUnreachable")]
    [InlineData("PostHogProxyNearLimit")]
    public Task An_alert_is_raised_by_what_has_happened(string alert) => GivesAsync(alert, $"count_over_time(ALERTS{{alertname=\"{alert}\"}}[1h])");

    [Fact]
    public Task Prometheus_evaluates_every_rule_without_an_error() => Until.TrueAsync(
        async () => (await shop.Prometheus.RulesAsync()).Values.All(health => health == "ok"), () => "A rule has an error.");

    private Task GivesAsync(string name, string query) =>
        Until.TrueAsync(async () => await shop.Prometheus.CountAsync(query) > 0, () => $"{name} gives nothing: {query}");
}
