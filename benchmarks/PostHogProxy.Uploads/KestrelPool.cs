using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PostHogProxy.Uploads;

/// <summary>Follows Kestrel's own measure of its buffers.</summary>
internal sealed class KestrelPool : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private long _held;
    private long _peak;

    public KestrelPool()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "aspnetcore.memory_pool.allocated" or "aspnetcore.memory_pool.evicted")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, bytes, _, _) => Add(instrument.Name.EndsWith("evicted", StringComparison.Ordinal) ? -bytes : bytes));
        _listener.Start();
    }

    public MemoryPeak Peak(long atRest)
    {
        using var process = Process.GetCurrentProcess();
        lock (_gate)
        {
            return new(atRest, process.PeakWorkingSet64, _peak);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long bytes)
    {
        lock (_gate)
        {
            _held += bytes;
            _peak = Math.Max(_peak, _held);
        }
    }
}
