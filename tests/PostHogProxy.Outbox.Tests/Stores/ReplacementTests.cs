using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>A broken file is replaced whole, or not yet: neither a full disk nor a kill in the middle of it loses what could be read.</summary>
public sealed class ReplacementTests : IDisposable
{
    private const int Requests = 60;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kill_between_the_two_moves_loses_nothing()
    {
        var (taken, aside) = await ReplaceAsync();

        // As it is when the broken file is aside and the new one not yet in its place; a log of the broken one lies there still.
        File.Move(_folder.File, _folder.File + ".next");
        await File.WriteAllBytesAsync(_folder.File + "-wal", new byte[5000], TestContext.Current.CancellationToken);
        await using var store = _folder.Open(out var salvaged);
        Assert.Null(salvaged);
        Assert.Equal(taken, (await store.DueAsync()).Count);
        Assert.True(File.Exists(aside));
        Assert.False(File.Exists(_folder.File + ".next"));
    }

    [Fact]
    public async Task A_kill_before_the_new_file_is_whole_begins_again()
    {
        await BreakAsync();
        await File.WriteAllTextAsync(_folder.File + ".next", "half of it", TestContext.Current.CancellationToken);
        await using var store = _folder.Open(out var salvaged);
        Assert.Equal(salvaged!.Requests, (await store.DueAsync()).Count);
        Assert.InRange(salvaged.Requests, 1, Requests);
    }

    [Fact]
    public async Task Where_the_new_file_cannot_be_written_the_broken_one_stays_and_the_next_start_takes_it_over()
    {
        await BreakAsync();
        var broken = await File.ReadAllBytesAsync(_folder.File, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_folder.File + ".next");
        Assert.Contains(_folder.File, Assert.Throws<OutboxStoreException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        Assert.Equal(broken, await File.ReadAllBytesAsync(_folder.File, TestContext.Current.CancellationToken));

        Directory.Delete(_folder.File + ".next");
        await using var store = _folder.Open(out var salvaged);
        Assert.Equal(salvaged!.Requests, (await store.DueAsync()).Count);
        Assert.InRange(salvaged.Requests, 1, Requests);
    }

    [Fact]
    public async Task Requests_beyond_a_bound_that_was_lowered_meanwhile_are_taken_over_too()
    {
        await BreakAsync(size: 100_000);
        await using var store = _folder.Open(out var salvaged, _folder.Options with { MaxBytes = 1 << 20, DeadLetterMaxBytes = 0 });
        Assert.InRange(salvaged!.Requests, Requests / 2, Requests);
        Assert.Equal(salvaged.Requests, (await store.DueAsync()).Count);
    }

    [Fact]
    public async Task What_was_put_aside_goes_with_the_age_of_what_is_in_it()
    {
        var (_, aside) = await ReplaceAsync();
        await using var store = _folder.Open();
        File.SetLastWriteTimeUtc(aside, Sample.Noon);
        await store.ExpireAsync(Sample.Noon, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(aside));
        await store.ExpireAsync(Sample.Noon.AddSeconds(1), TestContext.Current.CancellationToken);
        Assert.False(File.Exists(aside));
    }

    [Fact]
    public async Task The_lease_is_another_process_s_only_where_it_is_held()
    {
        await using var store = _folder.Open();

        // A folder in its place cannot be opened; nobody holds it.
        Directory.CreateDirectory(_folder.File + ".lock");
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(async () => await store.TryLeaseAsync(TestContext.Current.CancellationToken));
        Assert.Contains(_folder.File, failure.Message, StringComparison.Ordinal);

        Directory.Delete(_folder.File + ".lock");
        await using var lease = await store.TryLeaseAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(lease);
        await using var other = _folder.Open();
        Assert.Null(await other.TryLeaseAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_lease_in_a_folder_that_is_gone_is_said_to_be_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a folder with open files.");
        await using var store = _folder.Open();
        Directory.Delete(Path.GetDirectoryName(_folder.File)!, recursive: true);
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(async () => await store.TryLeaseAsync(TestContext.Current.CancellationToken));
        Assert.Contains("folder", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sums_that_do_not_fit_the_requests_are_put_right_at_the_start()
    {
        await using (var store = _folder.Open())
        {
            await store.AddAsync(Sample.Request(1, size: 1_000));
        }

        Execute("UPDATE total SET bytes = 9000000000000000000, entries = 77; INSERT INTO total VALUES (3, 0, 5, 9000000000000000000)");
        await using var again = _folder.Open(_folder.Options with { MaxBytes = 1 << 20 });
        Assert.Equal(Kept.Yes, await again.AddAsync(Sample.Request(2, size: 1_000)));
        var content = await again.MeasureAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, content.Entries);
        Assert.InRange(content.Bytes, 2_000, 3_000);
    }

    private async Task<(int Taken, string Aside)> ReplaceAsync()
    {
        await BreakAsync();
        await using var store = _folder.Open(out var salvaged);
        Assert.InRange(salvaged!.Requests, 1, Requests - 1);
        return (salvaged.Requests, salvaged.Path);
    }

    private async Task BreakAsync(int size = 3_000)
    {
        await using (var store = _folder.Open())
        {
            for (var number = 0; number < Requests; number++)
            {
                await store.AddAsync(Sample.Request(number, size: size));
            }
        }

        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        await using var file = new FileStream(_folder.File, FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length / 2 / Schema.PageSize * Schema.PageSize;
        await file.WriteAsync(Enumerable.Repeat((byte)0xA5, Schema.PageSize).ToArray(), TestContext.Current.CancellationToken);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        connection.Execute(sql);
    }
}
