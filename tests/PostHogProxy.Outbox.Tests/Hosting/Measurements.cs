using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What the meters of one factory measure, each as a line: instrument, value, tags.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _all = new();
    private readonly MeterListener _listener = new();

    public Measurements()
    {
        // Asked once: other tests' instruments are published while this one ends.
        Factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == Factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>(Add);
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.SetMeasurementEventCallback<double>(Add);
        _listener.Start();
    }

    public IMeterFactory Factory { get; }

    public IReadOnlyList<string> All => [.. _all];

    /// <summary>What the gauges say now, by name.</summary>
    public IReadOnlyList<string> Observed()
    {
        var before = _all.Count;
        _listener.RecordObservableInstruments();
        return [.. _all.Skip(before).Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct, IFormattable
    {
        var line = $"{instrument.Name} {value.ToString(null, CultureInfo.InvariantCulture)}";
        foreach (var tag in tags)
        {
            line += $" {tag.Key}={tag.Value}";
        }

        _all.Enqueue(line);
    }
}
