using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed partial class ObservabilityDocsTests
{
    // What stands below is the outbox's, whose own tests hold it.
    private static readonly string Page = File.ReadAllText(Repository.File("docs/observability.md")).Split("\n## The outbox\n")[0];

    [Fact]
    public void Every_log_event_is_on_the_page_with_its_id_and_level_and_no_other_is()
    {
        var written = EventRow().Matches(Page).Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");

        var logged = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => (method.Name, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Event is not null)
            .Select(method => $"{method.Event!.EventId} {method.Event.Level} {method.Name}");

        Assert.Equal(logged.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Event_ids_are_unique()
    {
        var ids = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .Where(id => id is not null)
            .ToList();

        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_instrument_is_on_the_page_with_its_unit_and_no_other_is()
    {
        var written = InstrumentRow().Matches(Page).Select(row => $"{row.Groups[1]} {row.Groups[2]}");
        var measured = new List<string>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        using var metrics = new ProxyMetrics(factory: null);
        metrics.Watch(() => "/k3fw", () => null, () => null);
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "PostHogProxy" && instrument.Meter.Scope is null)
            {
                measured.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();

        Assert.Equal(measured.Distinct().Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| `(posthog_proxy[\w.]+)` \| [\w-]+(?: [\w-]+)?, (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
