using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PostHogProxy.Forwarding;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>The methods that wait for PostHog are ordinary async methods, but for what they allocate.</summary>
public sealed class ReusingMethodBuilderTests
{
    private static readonly AsyncLocal<string?> Visitor = new();
    private static readonly AsyncLocal<object?> Held = new();

    [Fact]
    public async Task A_method_that_need_not_wait_gives_its_result() => Assert.Equal(7, await AddAsync(3, 4, Task.CompletedTask));

    [Fact]
    public async Task A_method_that_waits_gives_its_result()
    {
        var gate = new TaskCompletionSource();

        var sum = AddAsync(3, 4, gate.Task);

        Assert.False(sum.IsCompleted);
        gate.SetResult();
        Assert.Equal(7, await sum);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_method_throws_reaches_its_caller(bool waits)
    {
        var gate = new TaskCompletionSource();
        var sum = AddAsync(3, 4, waits ? gate.Task : Task.FromException(new IOException("torn")));

        gate.SetException(new IOException("torn"));

        Assert.Equal("torn", (await Assert.ThrowsAsync<IOException>(async () => await sum)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_method_that_is_cancelled_says_so(bool waits)
    {
        var gate = new TaskCompletionSource();
        var sum = AddAsync(3, 4, waits ? gate.Task : Task.FromCanceled(new CancellationToken(canceled: true))).AsTask();

        gate.SetCanceled(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sum);
        Assert.True(sum.IsCanceled);
    }

    [Fact]
    public async Task A_result_is_given_once()
    {
        var gate = new TaskCompletionSource();
        var sum = AddAsync(3, 4, gate.Task);
        var again = sum;
        gate.SetResult();
        await sum;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await again);
    }

    [Fact]
    public async Task A_caller_that_asks_too_early_gets_an_error_and_may_ask_again()
    {
        var gate = new TaskCompletionSource();
        var sum = AddAsync(3, 4, gate.Task);

        Assert.Throws<InvalidOperationException>(() => sum.GetAwaiter().GetResult());

        gate.SetResult();
        Assert.Equal(7, await sum);
    }

    [Fact]
    public async Task Many_methods_at_a_time_do_not_mix_what_is_theirs()
    {
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, async (number, _) =>
        {
            Visitor.Value = $"{number}";

            var (sum, visitor) = await WhoAsync(number, Visitor.Value);

            Assert.Equal(number * 2, sum);
            Assert.Equal($"{number}", visitor);
            Assert.Equal($"{number}", Visitor.Value);
        });
    }

    [Fact]
    public async Task What_a_method_changes_in_the_context_stays_with_it()
    {
        Visitor.Value = "mine";

        await ChangeAsync();

        Assert.Equal("mine", Visitor.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_of_the_last_visitor_is_held()
    {
        var held = await SendOnceAsync();

        // The stack of the thread on which the method has ended may still hold what the method held.
        while (held.IsAlive)
        {
            await Task.Yield();
            GC.Collect();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    // As many at a time as have run before; .NET's own builder allocates for all but a few of them.
    [Fact]
    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once, after all of them wait.")]
    public async Task A_method_that_waits_allocates_nothing_once_as_many_have_run()
    {
        var gates = Enumerable.Range(0, 64).Select(_ => new Gate()).ToArray();
        var sums = new ValueTask<int>[gates.Length];
        var least = long.MaxValue;
        for (var round = 0; round < 50; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < gates.Length; i++)
            {
                sums[i] = PassAsync(gates[i]);
            }

            foreach (var gate in gates)
            {
                gate.Open();
            }

            for (var i = 0; i < gates.Length; i++)
            {
                Assert.True(sums[i].IsCompletedSuccessfully);
                await sums[i];
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    private static async ValueTask<int> AddAsync(int a, int b, Task gate)
    {
        await gate;
        return a + b;
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    private static async ValueTask<(int Sum, string? Visitor)> WhoAsync(int number, string expected)
    {
        await Task.Yield();
        var before = Visitor.Value;
        await Task.Yield();
        Visitor.Value = "changed";
        return (number + number, before == expected ? before : null);
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    private static async ValueTask<int> ChangeAsync()
    {
        Visitor.Value = "theirs, before the first wait";
        await Task.Yield();
        Visitor.Value = "theirs, after it";
        return 0;
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    private static async ValueTask<int> HoldAsync(object what)
    {
        Held.Value = what;
        await Task.Yield();
        return what.GetHashCode();
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    private static async ValueTask<int> PassAsync(Gate gate)
    {
        await gate;
        return 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> SendOnceAsync()
    {
        var what = new object();
        await HoldAsync(what);
        return new WeakReference(what);
    }

    /// <summary>Something to wait for that allocates nothing itself.</summary>
    private sealed class Gate : ICriticalNotifyCompletion
    {
        private Action? _goOn;

        public bool IsCompleted => false;

        public Gate GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => _goOn = continuation;

        public void UnsafeOnCompleted(Action continuation) => _goOn = continuation;

        public void Open() => _goOn!();
    }
}
