using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What is wrong with the file is said, the app runs on, and what can be read is not lost.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private const int Requests = 40;
    private const int Places = 200;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_with_garbage_anywhere_is_put_aside_and_what_can_be_read_is_kept()
    {
        var whole = await WholeAsync();
        var salvaged = 0;
        for (var place = 0; place < Places; place++)
        {
            var broken = (byte[])whole.Clone();
            Array.Fill(broken, (byte)0xA5, (int)((long)place * (broken.Length - 600) / Places), 600);
            salvaged += await OpenAsync(broken) is null ? 0 : 1;
        }

        // Most places are in the tree; some are in the text of a body, which nothing but its reader can judge.
        Assert.InRange(salvaged, Places / 10, Places);
    }

    [Fact]
    public async Task A_file_that_was_cut_anywhere_is_put_aside_and_what_can_be_read_is_kept()
    {
        var whole = await WholeAsync();
        for (var place = 0; place < Places; place++)
        {
            await OpenAsync(whole[..(int)((long)place * whole.Length / Places)]);
        }
    }

    [Fact]
    public async Task A_log_that_was_cut_anywhere_loses_no_commit_before_the_cut()
    {
        var (file, log) = await WithLogAsync();
        var most = 0;
        for (var place = 0; place <= Places; place++)
        {
            Write(file, log[..(int)((long)place * log.Length / Places)]);
            await using var store = _folder.Open(out var salvaged);
            Assert.Null(salvaged);
            var left = (await store.DueAsync()).Count;
            Assert.InRange(left, most, Requests);
            most = left;
        }

        Assert.Equal(Requests, most);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_put_aside()
    {
        Write("These are notes, and not a database.\n"u8.ToArray(), []);
        await using var store = _folder.Open(out var salvaged);
        Assert.Equal(0, salvaged!.Requests);
        Assert.True(File.Exists(salvaged.Path));
        Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(1)));
    }

    [Fact]
    public async Task A_file_of_another_version_is_left_alone()
    {
        await using (_folder.Open())
        {
        }

        Execute("PRAGMA user_version = 99");
        var refused = Assert.Throws<OutboxStoreException>(() => _folder.Open());
        Assert.Contains("schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_file_is_named_and_nothing_is_lost()
    {
        await using var store = _folder.Open();
        await store.AddAsync(Sample.Request(1));

        // As on a share that loses an unlock.
        using (var other = new SqliteConnection($"Data Source={_folder.File};Pooling=false"))
        {
            other.Open();
            using var holding = other.BeginTransaction();
            var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => store.AddAsync(Sample.Request(2)));
            Assert.Contains("locked", failure.Message, StringComparison.Ordinal);
            Assert.Contains(_folder.File, failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(3)));
        Assert.Equal(["?ip=0&n=1", "?ip=0&n=3"], (await store.DueAsync()).Select(one => one.Request.Query));
    }

    [Fact]
    public async Task A_store_that_has_no_page_left_says_so_and_keeps_what_it_has()
    {
        await using var store = _folder.Open();
        await store.AddAsync(Sample.Request(1));
        await store.AddAsync(Sample.Request(2, size: 100_000));
        await using (var full = _folder.Open(_folder.Options with { MaxBytes = 1 << 20, DeadLetterMaxBytes = 0 }))
        {
            Execute("UPDATE total SET bytes = -100000000");
            var failure = await Assert.ThrowsAsync<OutboxStoreException>(async () =>
            {
                for (var number = 3; number < 10_000; number++)
                {
                    Assert.Equal(Kept.Yes, await full.AddAsync(Sample.Request(number, size: 100_000)));
                }
            });
            Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        }

        var due = await store.DueAsync();
        Assert.Equal(Enumerable.Range(1, due.Count).Select(number => $"?ip=0&n={number}"), due.Select(one => one.Request.Query));
    }

    [Fact]
    public void A_share_of_the_network_is_refused_with_the_cure()
    {
        var refused = Assert.Throws<OutboxStoreException>(() => NetworkPath.Refuse(@"\\server\share"));
        Assert.Contains("PostHogProxy.Outbox.Redis", refused.Message, StringComparison.Ordinal);
    }

    private async Task<byte[]> WholeAsync()
    {
        await FillAsync();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return await File.ReadAllBytesAsync(_folder.File, TestContext.Current.CancellationToken);
    }

    private async Task<(byte[] File, byte[] Log)> WithLogAsync()
    {
        await using var store = _folder.Open();
        for (var number = 0; number < Requests; number++)
        {
            await store.AddAsync(Sample.Request(number, size: 3_000));
        }

        // As the disk is when the app is killed: nobody has closed the file.
        return (await Shared(_folder.File), await Shared(_folder.File + "-wal"));

        static async Task<byte[]> Shared(string path)
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            return bytes;
        }
    }

    private async Task FillAsync()
    {
        await using var store = _folder.Open();
        for (var number = 0; number < Requests; number++)
        {
            await store.AddAsync(Sample.Request(number, size: 3_000));
        }
    }

    // The store works afterwards, whatever it found; what it took over is what was in it.
    private async Task<Salvage?> OpenAsync(byte[] file)
    {
        Write(file, []);
        var spoilt = _folder.Spoilt;
        await using var store = _folder.Open(out var salvaged);
        var due = await store.DueAsync();
        Assert.All(due, one => Assert.StartsWith("?ip=0&n=", one.Request.Query, StringComparison.Ordinal));
        Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(1000)));
        Assert.Contains(await store.DueAsync(), one => one.Request.Query == "?ip=0&n=1000");
        if (salvaged is not null)
        {
            Assert.Equal(salvaged.Requests, due.Count + _folder.Spoilt - spoilt);
            Assert.Equal(file, await File.ReadAllBytesAsync(salvaged.Path, TestContext.Current.CancellationToken));
        }

        return salvaged;
    }

    private void Write(byte[] file, byte[] log)
    {
        var folder = Path.GetDirectoryName(_folder.File)!;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllBytes(_folder.File, file);
        if (log.Length > 0)
        {
            File.WriteAllBytes(_folder.File + "-wal", log);
        }
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        connection.Execute(sql);
    }
}
