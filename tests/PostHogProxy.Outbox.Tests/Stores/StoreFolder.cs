using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>A folder of a test's own, with the file of an outbox in it.</summary>
internal sealed class StoreFolder : IStoreObserver, IDisposable
{
    public StoreFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "posthog-outbox-" + Guid.NewGuid().ToString("N"));

    public string File => Path.Combine(Folder, "inner", "outbox.db");

    public SqliteStoreOptions Options => new() { Path = File, MinFreeDisk = 0 };

    public SqliteOutboxStore Open(SqliteStoreOptions? options = null) => Open(out _, options);

    public SqliteOutboxStore Open(out Salvage? salvaged, SqliteStoreOptions? options = null) => SqliteOutboxStore.Open(options ?? Options, this, out salvaged);

    public SqliteOutboxStore Open(StoreLimits? limits)
    {
        var set = limits ?? new();
        return Open(Options with
        {
            MaxBytes = set.MaxBytes,
            MaxReplayShare = set.MaxReplayShare,
            DeadLetterMaxBytes = set.DeadLetterMaxBytes,
            DropsOldest = set.DropsOldest,
        });
    }

    /// <summary>Requests that the disk had spoilt.</summary>
    public int Spoilt { get; private set; }

    public void Committed(int changes, TimeSpan duration)
    {
    }

    public void Unreadable(int requests) => Spoilt += requests;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
