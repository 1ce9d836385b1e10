using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Sending;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>Opens as the test says: each time anew.</summary>
internal sealed class ScriptedFactory(Func<int, IOutboxStore> open) : IStoreFactory
{
    private int _opens;

    public int Opens => Volatile.Read(ref _opens);

    public string Place => "the test";

    public TimeSpan LongestStart => TimeSpan.Zero;

    public static ScriptedFactory Failing(int times, Func<Exception> how) => new(number => number <= times ? throw how() : new MemoryStore());

    public OpenedStore Open(IStoreObserver observer) => new(open(Interlocked.Increment(ref _opens)));
}
