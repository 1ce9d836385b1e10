using System.Text;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Tool.Tests.Outbox;

/// <summary>A folder with an outbox in it, as an app would have left it.</summary>
internal sealed class OutboxFolder : IStoreObserver, IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);

    public OutboxFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "posthog-outbox-tool-" + Guid.NewGuid().ToString("N"));

    public string File => Path.Combine(Folder, "outbox.db");

    /// <summary>The store as an app opens it.</summary>
    public SqliteOutboxStore Open() => SqliteOutboxStore.Open(new() { Path = File, MinFreeDisk = 0 }, this, out _);

    public static KeptRequest Event(string json, OutboxKind kind = OutboxKind.Events, int second = 0) => new()
    {
        Kind = kind,
        ReceivedAt = Noon.AddSeconds(second),
        Path = kind == OutboxKind.Replay ? "/s/" : kind == OutboxKind.Logs ? "/i/v1/logs" : "/e/",
        Query = "?ip=0",
        Headers = [new("User-Agent", "Firefox"), new("Content-Type", "application/json")],
        Body = Encoding.UTF8.GetBytes(json),
    };

    public static string Of(string person, string name = "bought") => $$"""{"event":"{{name}}","api_key":"phc_abcdefghijk","properties":{"distinct_id":"{{person}}"},"offset":1500}""";

    public async Task KeepAsync(params KeptRequest[] requests)
    {
        await using var store = Open();
        await KeepAsync(store, requests);
    }

    public static async Task KeepAsync(IOutboxStore store, params KeptRequest[] requests)
    {
        foreach (var request in requests)
        {
            Assert.Equal(Kept.Yes, await store.AddAsync("/k3fw", request, TestContext.Current.CancellationToken));
        }
    }

    public async Task BuryAllAsync(int status)
    {
        await using var store = Open();
        foreach (var kind in Enum.GetValues<OutboxKind>())
        {
            foreach (var request in await store.DueAsync("/k3fw", kind, 100, DateTime.UtcNow, TestContext.Current.CancellationToken))
            {
                await store.BuryAsync(request.Id, status, TestContext.Current.CancellationToken);
            }
        }
    }

    public async Task<IReadOnlyList<string>> BodiesAsync()
    {
        await using var store = Open();
        return [.. (await store.DueAsync("/k3fw", OutboxKind.Events, 100, DateTime.UtcNow, TestContext.Current.CancellationToken)).Select(one => Encoding.UTF8.GetString(one.Request.Body))];
    }

    public async Task<OutboxContent> ContentAsync()
    {
        await using var store = Open();
        return await store.MeasureAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether a text lies in any of the files, in whatever part of them.</summary>
    public bool Lies(string text) => Directory.GetFiles(Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file =>
    {
        using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        shared.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.ToArray()).Contains(text, StringComparison.Ordinal);
    });

    public void Committed(int changes, TimeSpan duration)
    {
    }

    public void Unreadable(int requests) => throw new InvalidOperationException();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
