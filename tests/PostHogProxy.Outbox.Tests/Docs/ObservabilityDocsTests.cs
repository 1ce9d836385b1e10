using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Outbox.Tests.Docs;

public sealed partial class ObservabilityDocsTests
{
    private static readonly string Page = Repository.Read("docs/observability.md").Split("\n## The outbox\n")[1];

    [Fact]
    public void Every_log_event_of_the_outbox_is_on_the_page_with_its_id_and_level_and_no_other_is()
    {
        var written = EventRow().Matches(Page).Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");
        var logged = Events(typeof(OutboxLog)).Select(log => $"{log.Event.EventId} {log.Event.Level} {log.Name}");
        Assert.Equal(logged.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_event_of_the_outbox_has_the_id_of_another_or_of_one_of_the_proxy()
    {
        var ids = Events(typeof(OutboxLog)).Concat(Events(typeof(Log))).Select(log => log.Event.EventId).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_instrument_of_the_outbox_is_on_the_page_with_its_kind_and_unit_and_no_other_is()
    {
        var written = InstrumentRow().Matches(Page).Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");
        var measured = new List<string>();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var listener = new MeterListener();
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "PostHogProxy.Outbox" && instrument.Meter.Scope == factory)
            {
                measured.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
            }
        };
        listener.Start();
        using var metrics = new OutboxMetrics(factory, new OutboxState(), TimeProvider.System, () => false);

        Assert.Equal(measured.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_health_check_is_on_the_page_by_its_name() => Assert.Contains($"`{OutboxRegistration.HealthCheck}`", Page, StringComparison.Ordinal);

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0].Replace("Observable", "", StringComparison.Ordinal).ToLowerInvariant();

    private static IEnumerable<(string Name, LoggerMessageAttribute Event)> Events(Type log) => log.GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Select(method => (method.Name, method.GetCustomAttribute<LoggerMessageAttribute>()))
        .Where(method => method.Item2 is not null)!;

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| `(posthog\.outbox[\w.]+)` \| (\w+), (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
