using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What was answered false is not kept, and a file that is locked holds up nobody for longer than one wait.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private readonly StoreFolder _folder = new();
    private readonly ManualResetEventSlim _isFree = new();
    private int _connected;

    public void Dispose()
    {
        _isFree.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_that_was_given_up_while_the_file_was_locked_is_not_kept_later()
    {
        await using var store = _folder.Open();
        using var giveUp = new CancellationTokenSource();
        Task<Kept> given, other;
        using (Hold())
        {
            given = store.AddAsync(Sample.Proxy, Sample.Request(1), giveUp.Token).AsTask();
            other = store.AddAsync(Sample.Request(2));
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        }

        Assert.Equal(Kept.Yes, await other);
        Assert.Equal("?ip=0&n=2", Assert.Single(await store.DueAsync()).Request.Query);
        Assert.Equal(1, (await store.MeasureAsync(Now)).Entries);
    }

    [Fact]
    public async Task A_write_that_is_given_up_while_it_is_committed_is_taken_back()
    {
        using var commits = Commits();
        using var giveUp = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await commits.RunAsync(
            connection =>
            {
                var id = RequestRow.Add(connection, Sample.Proxy, Sample.Request(1), RequestHead.Write(Sample.Request(1)));
                giveUp.Cancel();
                return id;
            },
            size: 1,
            giveUp.Token,
            static (connection, id) => connection.Execute("DELETE FROM request WHERE id = $id", ("$id", id))));

        Assert.Equal(0, await commits.RunAsync(static connection => connection.Number("SELECT count(*) FROM request"), size: 0, Now));
    }

    [Fact]
    public async Task A_locked_file_costs_all_that_waits_one_wait_together()
    {
        using var commits = Commits();
        using (Hold())
        {
            var writes = Enumerable.Range(0, 200).Select(_ => commits.RunAsync(static connection => connection.Execute("DELETE FROM request"), size: 0, Now).AsTask()).ToList();
            foreach (var write in writes)
            {
                Assert.Contains("locked", (await Assert.ThrowsAsync<OutboxStoreException>(() => write)).Message, StringComparison.Ordinal);
            }
        }

        // The first may be alone in its wait. Each wait that fails opens the file anew.
        Assert.InRange(_connected, 1, 3);
        Assert.Equal(0, await commits.RunAsync(static connection => connection.Number("SELECT count(*) FROM request"), size: 0, Now));
    }

    [Fact]
    public async Task Of_a_batch_only_the_write_that_fails_for_its_own_sake_fails()
    {
        using var commits = Commits();
        var first = (await BlockAsync(commits)).Write;
        var writes = Enumerable.Range(0, 20).Select(number => commits.RunAsync(
            connection => number % 7 == 3
                ? throw new InvalidOperationException($"write {number}")
                : RequestRow.Add(connection, Sample.Proxy, Sample.Request(number), RequestHead.Write(Sample.Request(number))),
            size: 1,
            Now).AsTask()).ToList();
        _isFree.Set();
        await first;
        for (var number = 0; number < 20; number++)
        {
            if (number % 7 == 3)
            {
                Assert.Contains($"write {number}", (await Assert.ThrowsAsync<OutboxStoreException>(() => writes[number])).Message, StringComparison.Ordinal);
            }
            else
            {
                await writes[number];
            }
        }

        Assert.Equal(17, await commits.RunAsync(static connection => connection.Number("SELECT count(*) FROM request"), size: 0, Now));
    }

    [Fact]
    public async Task What_waits_for_the_disk_has_a_bound_in_bytes()
    {
        using var commits = Commits(mostWaiting: 100 << 20);
        var first = (await BlockAsync(commits)).Write;

        // Larger than all that may wait: it fits while nothing else of a size waits.
        var large = Nothing(200 << 20);
        var refused = await Assert.ThrowsAsync<OutboxStoreException>(() => Nothing(1));
        Assert.Contains(_folder.File, refused.Message, StringComparison.Ordinal);
        Assert.Contains("200 MiB", refused.Message, StringComparison.Ordinal);

        // What PostHog has taken leaves all the same.
        var removal = Nothing(0);
        _isFree.Set();
        await Task.WhenAll(first, large, removal);
        await Nothing(1);

        async Task Nothing(int size) => await commits.RunAsync(static _ => true, size, Now);
    }

    [Fact]
    public async Task What_was_given_up_leaves_its_room_to_others_at_once()
    {
        using var commits = Commits(mostWaiting: 100 << 20);
        var first = (await BlockAsync(commits)).Write;
        using var giveUp = new CancellationTokenSource();
        var given = commits.RunAsync(static _ => true, 90 << 20, giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        var next = commits.RunAsync(static _ => true, 90 << 20, Now).AsTask();
        _isFree.Set();
        await Task.WhenAll(first, next);
    }

    [Fact]
    public async Task After_its_end_it_says_that_the_app_stops()
    {
        var store = _folder.Open();
        await store.DisposeAsync();
        Assert.Contains("stops", (await Assert.ThrowsAsync<OutboxStoreException>(() => store.AddAsync(Sample.Request(1)))).Message, StringComparison.Ordinal);
    }

    private GroupCommit Commits(long mostWaiting = 1 << 20)
    {
        var file = new OutboxFile(_folder.Options);
        file.Create();
        file.Connect(canWrite: true).Dispose();
        var failures = new StoreFailures(file);
        return new(
            new(
                patience =>
                {
                    _connected++;
                    return file.Connect(canWrite: true, patience);
                },
                failures),
            mostWaiting,
            static (_, _) => { });
    }

    // The thread that writes is in the middle of one that the test ends.
    private async Task<Blocked> BlockAsync(GroupCommit commits)
    {
        var hasBegun = new TaskCompletionSource();
        var write = commits.RunAsync(
            _ =>
            {
                hasBegun.SetResult();
                return _isFree.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
            },
            size: 0,
            Now).AsTask();
        await hasBegun.Task;
        return new(write);
    }

    // As another process does that writes for long, or a share that loses an unlock.
    private SqliteConnection Hold()
    {
        var other = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        other.Open();
        other.BeginTransaction();
        return other;
    }

    private readonly record struct Blocked(Task Write);
}
