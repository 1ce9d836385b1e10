using System.Collections.Concurrent;
using System.Diagnostics;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sending;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>A drainer with a clock, a store and a PostHog of the test's.</summary>
internal sealed class Drain : IDrainObserver, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly Bell _bell;
    private readonly Road _road;
    private readonly Task _running;
    private int _last;

    public Drain(OutboxPolicy? policy = null, Func<double>? jitter = null, MemoryStore? store = null, Action<Drain>? before = null)
    {
        // Nothing happens before the clock moves.
        Policy = (policy ?? new()) with { LongestStart = TimeSpan.FromMilliseconds(1) };
        jitter ??= static () => 1;
        Store = store ?? new();
        PostHog = new(Time);
        _bell = new(Time);
        Services = [.. Road.Order.Select(kind => new Service(kind, new Circuit(Time, jitter), Time))];
        _road = new(Sample.Proxy, Store, PostHog, Services, _bell, Policy, Time, jitter, this);
        before?.Invoke(this);
        _running = new Drainer(Store, () => [_road], _bell, Policy, Time, jitter, this).RunAsync(_stopping.Token);
    }

    public FakeTime Time { get; } = new();

    public OutboxPolicy Policy { get; }

    public MemoryStore Store { get; }

    public ScriptedPostHog PostHog { get; }

    public IReadOnlyList<Service> Services { get; }

    public Circuit Circuit(OutboxKind kind = OutboxKind.Events) => Services.Single(service => service.Kind == kind).Circuit;

    public int Expired { get; private set; }

    public HashSet<string> Orphans { get; } = [];

    public int StoreFailures { get; private set; }

    /// <summary>What became of requests, as metrics and the log hear it.</summary>
    public IReadOnlyList<string> Heard => [.. _heard];

    /// <summary>What the store held when the drainer last asked.</summary>
    public OutboxContent? Measured { get; private set; }

    public IReadOnlyList<string> Names => [.. PostHog.Log.Select(sent => Name(sent.Request))];

    public static string Name(KeptRequest request) => $"{request.Kind} {request.Query[(request.Query.LastIndexOf('=') + 1)..]}";

    public void Keep(int number, OutboxKind kind = OutboxKind.Events) => Store.Add(Sample.Proxy, Sample.Request(number, kind, at: Time.GetUtcNow().UtcDateTime));

    public void Keep(IEnumerable<int> numbers, OutboxKind kind = OutboxKind.Events)
    {
        foreach (var number in numbers)
        {
            Keep(number, kind);
        }
    }

    public int Next() => ++_last;

    /// <summary>Lets the clock run.</summary>
    public async Task RunAsync(TimeSpan time)
    {
        for (var end = Time.Elapsed + time; Time.Elapsed < end;)
        {
            await SettleAsync();
            Time.Step(end - Time.Elapsed);
        }

        await SettleAsync();
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    void IDrainObserver.Sent(KeptRequest request, bool wasRead) => _heard.Enqueue($"sent {Name(request)}{(wasRead ? "" : ", not read")}");

    void IDrainObserver.Postponed(int status) => _heard.Enqueue($"postponed {status}");

    void IDrainObserver.Buried(KeptRequest request, int status) => _heard.Enqueue($"buried {Name(request)} {status}");

    void IDrainObserver.Expired(int requests) => Expired += requests;

    void IDrainObserver.Orphaned(IEnumerable<string> proxies) => Orphans.UnionWith(proxies);

    void IDrainObserver.Measured(OutboxContent content) => Measured = content;

    void IDrainObserver.StoreFailed(OutboxStoreException failure) => StoreFailures++;

    // Until everything waits for the clock: the drainer, and each request that is on its way.
    private async Task SettleAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (!IsSettled())
        {
            Assert.False(_running.IsFaulted);
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"It never comes to rest: {Time.Active} timers, {PostHog.Asleep} asleep, {_road.UnderWay} under way.");
            await Task.Yield();
        }
    }

    // The figures are read one after the other, and belong together only where no timer began or ended meanwhile: the drainer ends its own before it
    // does anything, and begins one when it has done all.
    private bool IsSettled()
    {
        var before = Time.Changes;
        var asleep = PostHog.Asleep;
        var waits = _road.IsFinishing
            ? asleep > 0 && Time.Active == asleep
            : Time.Active == asleep + 1 && _road.UnderWay == asleep;
        return waits && PostHog.InFlight == asleep && Time.Changes == before;
    }
}
