using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Sending;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>The outbox as the page of an app shows and changes it.</summary>
public sealed class OutboxViewTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly OutboxState _state = new();
    private readonly MemoryStore _store = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddLogging().BuildServiceProvider();
    private readonly List<PostHogOutbox> _outboxes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var outbox in _outboxes)
        {
            await outbox.StopAsync(CancellationToken.None);
            await outbox.Stores.DisposeAsync();
            outbox.Dispose();
        }

        await _services.DisposeAsync();
    }

    [Fact]
    public async Task It_shows_what_the_store_holds_now_and_the_bounds()
    {
        var view = Open();
        var oldest = _time.Start.UtcDateTime.AddMinutes(-1);
        _store.Add("/shop", Sample.Request(1, size: 300, at: oldest));
        _store.Add("/shop", Sample.Request(2, size: 400, at: oldest.AddSeconds(1)));
        var status = await LookAsync(view);
        Assert.Equal(("OnFailure", 2, 700, 1000, oldest, 0), (status.Mode, status.Entries, status.Bytes, status.MaxBytes, status.Oldest, status.Dead));
        Assert.Null(status.Problem);
        Assert.Empty(status.Open);

        // Without dead letters nobody asks for them.
        Assert.Empty(status.Letters);
        Assert.Equal(0, _store.LettersRead);
    }

    [Fact]
    public async Task Dead_letters_are_read_again_after_ten_seconds_or_when_there_are_others()
    {
        var view = Open();
        await BuryAsync(2);
        Assert.Equal(["2", "1"], (await LookAsync(view)).Letters.Select(static letter => letter.Id));
        _time.Advance(TimeSpan.FromSeconds(9.9));
        await LookAsync(view);
        Assert.Equal(1, _store.LettersRead);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await LookAsync(view);
        Assert.Equal(2, _store.LettersRead);
        await BuryAsync(1);
        Assert.Equal(3, (await LookAsync(view)).Letters.Count);
        Assert.Equal(3, _store.LettersRead);
    }

    [Fact]
    public async Task What_a_person_has_dropped_or_retried_is_gone_from_the_next_look()
    {
        var view = Open();
        await BuryAsync(3);
        await LookAsync(view);
        Assert.Equal(1, await view.DropAsync("2", TestContext.Current.CancellationToken));
        await BuryAsync(1);
        Assert.Equal(["4", "3", "1"], (await LookAsync(view)).Letters.Select(static letter => letter.Id));
        Assert.Equal(3, await view.RetryAsync(null, TestContext.Current.CancellationToken));
        var after = await LookAsync(view);
        Assert.Equal((3, 0), (after.Entries, after.Dead));
        Assert.Empty(after.Letters);
    }

    [Fact]
    public async Task A_store_that_fails_is_a_problem_of_the_page_and_no_exception()
    {
        var view = Open();
        _state.Content = new(5, 700, null, 0, 0);
        _store.Failure = new OutboxStoreException("The disk is gone");
        var status = await LookAsync(view);
        Assert.Equal("The PostHog outbox can't be read. The disk is gone.", status.Problem);
        Assert.Equal(5, status.Entries);
        Assert.Equal("The disk is gone", (await Assert.ThrowsAsync<IOException>(() => view.RetryAsync(null, TestContext.Current.CancellationToken).AsTask())).Message);
        Assert.Equal("The disk is gone", (await Assert.ThrowsAsync<IOException>(() => view.DropAsync("a", TestContext.Current.CancellationToken).AsTask())).Message);
    }

    [Fact]
    public async Task A_store_that_takes_too_long_is_a_problem_and_a_reader_who_leaves_is_none()
    {
        var view = Open();
        _store.Hangs = true;
        var look = view.LookAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(look.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("The PostHog outbox can't be read. It did not answer in time. Check its disk, or its server.", (await look).Problem);
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => view.LookAsync(left.Token).AsTask());
    }

    [Fact]
    public async Task A_store_that_is_not_open_is_not_asked()
    {
        var view = Open(new ScriptedFactory(static _ => throw new OutboxStoreException("It is locked")));
        var status = await LookAsync(view);
        Assert.Equal("The PostHog outbox can't keep requests. It is locked.", status.Problem);
        Assert.Empty(status.Letters);
    }

    [Fact]
    public async Task An_outbox_that_is_off_is_not_asked()
    {
        var view = Open(mode: PostHogOutboxMode.Off);
        await BuryAsync(1);
        Assert.Equal(("Off", 0), ((await LookAsync(view)).Mode, _store.LettersRead));
    }

    [Fact]
    public async Task A_circuit_that_is_open_is_named_by_kind_and_proxy()
    {
        var view = Open();
        var lane = _outboxes[^1].Attach(new ProxyName("/shop"), new ScriptedPostHog(_time));
        for (var failure = 0; failure < 5; failure++)
        {
            lane.Failed(OutboxKind.Replay, default, retryAfter: null);
        }

        Assert.Equal(["recordings of /shop"], (await LookAsync(view)).Open);
    }

    private async Task BuryAsync(int letters)
    {
        for (var letter = 0; letter < letters; letter++)
        {
            _store.Add("/shop", Sample.Request(letter));
            await _store.BuryAsync(_store.Rows[^1].Id, 400, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<OutboxStatus> LookAsync(OutboxView view) => await view.LookAsync(TestContext.Current.CancellationToken);

    private OutboxView Open(ScriptedFactory? factory = null, PostHogOutboxMode mode = PostHogOutboxMode.OnFailure)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new PostHogOutboxOptions { MaxBytes = 1000, Mode = mode });
        var outbox = new PostHogOutbox(
            options, factory ?? new ScriptedFactory(_ => _store), new OutboxProtection(_services, options),
            _services.GetRequiredService<IMeterFactory>(), _services.GetRequiredService<ILoggerFactory>(), _state, _time);
        _outboxes.Add(outbox);
        outbox.Stores.Open();
        return new(outbox, _state, options, _time);
    }
}
