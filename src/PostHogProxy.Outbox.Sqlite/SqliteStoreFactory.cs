using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Opens the file that the options name.</summary>
internal sealed class SqliteStoreFactory(IOptions<PostHogOutboxOptions> options, IHostEnvironment environment) : IStoreFactory
{
    private const string FileName = "posthog-outbox.db";

    public string Place => Options().Path;

    public TimeSpan LongestStart => options.Value.LongestStart ?? TimeSpan.FromSeconds(10);

    public bool MayHold
    {
        get
        {
            try
            {
                return File.Exists(Place) || HasPutAside;
            }
            catch (OutboxStoreException)
            {
                // No place, so nothing in it.
                return false;
            }
        }
    }

    public bool HasPutAside => new OutboxFile(Options()).Broken.Any();

    public OpenedStore Open(IStoreObserver observer)
    {
        var store = SqliteOutboxStore.Open(Options(), observer, out var salvaged);
        return new(store, salvaged?.Path, salvaged?.Requests ?? 0) { DeadCommand = $"posthog-proxy outbox dead \"{Place}\"" };
    }

    private SqliteStoreOptions Options()
    {
        var set = options.Value;
        return new SqliteStoreOptions
        {
            Path = Path.GetFullPath(set.Path ?? Default(), environment.ContentRootPath),
            MaxBytes = set.MaxBytes,
            MaxReplayShare = set.MaxReplayShare,
            DeadLetterMaxBytes = set.DeadLetterMaxBytes,
            MinFreeDisk = set.MinFreeDisk,
            DropsOldest = set.DropOldestWhenFull,
            SurvivesPowerLoss = set.SurvivePowerLoss,
        };
    }

    // Not below the content root: a deployment replaces that.
    private string Default()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, environment.ApplicationName, FileName)
            : throw new OutboxStoreException("The user that the app runs as has no folder for its data. Set PostHogProxy:Outbox:Path to a file on a local disk") { IsSettings = true };
    }
}
