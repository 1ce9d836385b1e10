using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Sending;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What a visitor's request hears of the outbox, and when its store is opened and closed.</summary>
public sealed class PostHogOutboxTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly OutboxState _state = new();
    private readonly Measurements _measured = new();
    private readonly MemoryStore _store = new() { MaxBytes = 1000 };
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private PostHogOutbox? _outbox;

    public async ValueTask DisposeAsync()
    {
        if (_outbox is not null)
        {
            await _outbox.StopAsync(CancellationToken.None);
            _outbox.Dispose();
        }

        _measured.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_is_kept_lies_under_the_name_of_its_proxy_and_is_counted()
    {
        var lane = await StartAsync(new ScriptedFactory(_ => _store));
        Assert.True(await lane.TryKeepAsync(Sample.Request(1), "status"));
        Assert.Equal("/shop", Assert.Single(_store.Rows).Proxy);
        Assert.Contains("posthog.outbox.stored 1 kind=events reason=status", _measured.All);
    }

    [Fact]
    public async Task A_store_without_room_keeps_nothing_and_says_so()
    {
        // Nearly full, so that the drainer, which measures beside it, finds no room either.
        _store.Add("/shop", Sample.Request(1, size: 900));
        var lane = await StartAsync(new ScriptedFactory(_ => _store));
        Assert.False(await lane.TryKeepAsync(Sample.Request(2, size: 200), "status"));
        Assert.Single(_store.Rows);
        Assert.Equal(["posthog.outbox.rejected 1 reason=full"], _measured.All);
        Assert.Contains("It is full", _state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_keeps_nothing_and_says_so()
    {
        var lane = await StartAsync(new ScriptedFactory(_ => _store));
        _store.Fails = static call => call == "add";
        Assert.False(await lane.TryKeepAsync(Sample.Request(1), "status"));
        Assert.Equal(["posthog.outbox.rejected 1 reason=store"], _measured.All);
        Assert.Contains("'add'", _state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_open_keeps_nothing_and_is_tried_again_after_pauses_that_double()
    {
        var opened = new List<double>();
        var lane = await StartAsync(new ScriptedFactory(number =>
        {
            opened.Add(_time.Elapsed.TotalSeconds);
            return number <= 7 ? throw new OutboxStoreException("It is locked") : _store;
        }));
        Assert.False(await lane.TryKeepAsync(Sample.Request(1), "status"));
        Assert.Equal(["posthog.outbox.rejected 1 reason=store"], _measured.All);
        await Until.TrueAsync(() =>
        {
            if (_outbox!.Stores.Failure is not null && _time.Active == 1)
            {
                _time.Step(TimeSpan.FromMinutes(1));
            }

            return _outbox.Stores.Failure is null;
        });
        Assert.Equal([0, 2, 6, 14, 30, 60, 90, 120], opened);
        Assert.True(await lane.TryKeepAsync(Sample.Request(2), "status"));
    }

    [Fact]
    public async Task Its_store_is_closed_with_the_app()
    {
        await StartAsync(new ScriptedFactory(_ => _store));
        Assert.False(_store.IsClosed);
        await _outbox!.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(_store.IsClosed);
        Assert.NotNull(_outbox.Stores.Failure);
    }

    [Fact]
    public async Task Its_store_is_closed_where_the_app_stops_before_it_runs()
    {
        await StartAsync(new ScriptedFactory(_ => _store), cancellationToken: new CancellationToken(canceled: true));
        await _outbox!.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(_store.IsClosed);
    }

    [Fact]
    public async Task Its_store_is_closed_where_the_app_is_disposed_of_without_a_stop()
    {
        await StartAsync(new ScriptedFactory(_ => _store), cancellationToken: new CancellationToken(canceled: true));
        await _outbox!.DisposeAsync();
        Assert.True(_store.IsClosed);
    }

    [Fact]
    public async Task An_outbox_that_is_off_opens_nothing()
    {
        var factory = new ScriptedFactory(_ => _store);
        await StartAsync(factory, PostHogOutboxMode.Off);
        Assert.Equal(0, factory.Opens);
    }

    private async Task<OutboxLane> StartAsync(ScriptedFactory factory, PostHogOutboxMode mode = PostHogOutboxMode.OnFailure, CancellationToken? cancellationToken = null)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new PostHogOutboxOptions { Mode = mode, MaxBytes = 1000 });
        _outbox = new(
            options, factory, new OutboxProtection(_services, options), _measured.Factory, _services.GetRequiredService<ILoggerFactory>(), _state, _time);
        var name = new ProxyName("/shop");
        name.Settle("/shop", []);
        var lane = (OutboxLane)_outbox.Attach(name, new ScriptedPostHog(_time));
        await _outbox.StartAsync(cancellationToken ?? TestContext.Current.CancellationToken);
        return lane;
    }
}
