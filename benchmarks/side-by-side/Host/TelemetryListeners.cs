using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PostHogProxy.SideBySide.Host;

/// <summary>What an app with OpenTelemetry has attached: every instrument is listened to, every activity is recorded.</summary>
internal sealed class TelemetryListeners : IDisposable
{
    private readonly MeterListener _meters = new();

    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = _ => true,
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private long _sum;

    public TelemetryListeners()
    {
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
        _meters.SetMeasurementEventCallback<int>((_, value, _, _) => Interlocked.Add(ref _sum, value));
        _meters.SetMeasurementEventCallback<double>((_, value, _, _) => Interlocked.Add(ref _sum, (long)value));
        _meters.Start();
        ActivitySource.AddActivityListener(_activities);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }
}
