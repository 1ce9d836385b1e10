using System.Runtime.Versioning;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What only a store in a file does, with its disk, its rights, its space and other processes.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_left_alone()
    {
        await using var store = _folder.Open(_folder.Options with { MinFreeDisk = long.MaxValue });
        Assert.Equal(Kept.DiskFull, await store.AddAsync(Sample.Request(1)));
    }

    [Fact]
    public async Task Of_large_requests_only_so_many_are_read_at_once_as_fit_the_memory()
    {
        await using var store = _folder.Open(_folder.Options with { MostBytesAtOnce = 1_000_000 });
        for (var number = 0; number < 5; number++)
        {
            await store.AddAsync(Sample.Request(number, size: 600_000));
        }

        var due = await store.DueAsync(count: 5);
        Assert.Equal(["?ip=0&n=0", "?ip=0&n=1"], due.Select(one => one.Request.Query));
        await store.RemoveAsync([due[0].Id], Now);
        Assert.Equal(["?ip=0&n=1", "?ip=0&n=2"], (await store.DueAsync(count: 5)).Select(one => one.Request.Query));
    }

    [Fact]
    public async Task Space_is_given_back_once_all_is_sent()
    {
        await using var store = _folder.Open();
        for (var number = 0; number < 100; number++)
        {
            await store.AddAsync(Sample.Request(number, size: 100_000));
        }

        var full = new FileInfo(_folder.File).Length;
        await store.RemoveAsync([.. (await store.DueAsync()).Select(one => one.Id)], Now);
        for (var time = 0; time < 20; time++)
        {
            await store.TidyAsync(Now);
        }

        Assert.InRange(new FileInfo(_folder.File).Length, 0, full / 10);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_what_visitors_did()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes; the folder's rights hold.");
        await using var store = _folder.Open();
        await store.AddAsync(Sample.Request(1));
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner | UnixFileMode.UserExecute, new DirectoryInfo(Path.GetDirectoryName(_folder.File)!).UnixFileMode);
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!), file => Assert.Equal(owner, new FileInfo(file).UnixFileMode));
    }

    [Fact]
    public async Task Two_processes_keep_in_one_file_and_one_of_them_sends()
    {
        await using var one = _folder.Open();
        await using var other = _folder.Open();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => (number % 2 == 0 ? one : other).AddAsync(Sample.Request(number))));
        Assert.Equal(100, (await one.DueAsync()).Count);
        Assert.Equal(100, (await other.MeasureAsync(Now)).Entries);

        var lease = await one.TryLeaseAsync(Now);
        Assert.NotNull(lease);
        Assert.Null(await other.TryLeaseAsync(Now));
        await lease.DisposeAsync();
        await using var next = await other.TryLeaseAsync(Now);
        Assert.NotNull(next);
    }
}
