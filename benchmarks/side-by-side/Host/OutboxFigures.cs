using System.Diagnostics.Metrics;
using System.Globalization;

namespace PostHogProxy.SideBySide.Host;

/// <summary>What the outbox's meter has said, for the run that measures it: commits, changes, requests kept and sent, and those that wait.</summary>
internal sealed class OutboxFigures : IDisposable
{
    public const string Path = "/outbox-figures";

    private readonly MeterListener _listener = new();
    private long _commits, _changes, _stored, _sent, _entries;

    public OutboxFigures()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "PostHogProxy.Outbox")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (instrument.Name == "posthog.outbox.commit.size")
            {
                Interlocked.Increment(ref _commits);
                Interlocked.Add(ref _changes, value);
            }
        });
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            switch (instrument.Name)
            {
                case "posthog.outbox.stored":
                    Interlocked.Add(ref _stored, value);
                    break;
                case "posthog.outbox.sent":
                    Interlocked.Add(ref _sent, value);
                    break;
                case "posthog.outbox.entries":
                    Interlocked.Exchange(ref _entries, value);
                    break;
            }
        });
        _listener.Start();
    }

    public string Text()
    {
        _listener.RecordObservableInstruments();
        return string.Create(CultureInfo.InvariantCulture, $"{_commits} {_changes} {_stored} {_sent} {_entries}");
    }

    public void Dispose() => _listener.Dispose();
}
