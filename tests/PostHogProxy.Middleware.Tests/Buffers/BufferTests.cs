using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Buffers;

namespace PostHogProxy.Middleware.Tests.Buffers;

public sealed class BufferTests
{
    [Theory]
    [InlineData(true, 64 * 1024)]
    [InlineData(false, 4 * 1024)]
    public async Task The_server_reads_in_the_blocks_that_the_app_has_chosen(bool isLarge, int block)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (isLarge)
        {
            builder.WebHost.UsePostHogProxyBuffers();
        }

        await using var app = builder.Build();
        var longest = 0;
        app.MapPost("/", async context =>
        {
            ReadResult read;
            do
            {
                read = await context.Request.BodyReader.ReadAsync();
                foreach (var part in read.Buffer)
                {
                    longest = Math.Max(longest, part.Length);
                }

                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };

        using var answer = await client.PostAsync("/", new ByteArrayContent(new byte[4_000_000]), TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.InRange(longest, block / 2, block);
    }

    [Fact]
    public void A_block_is_lent_to_one_at_a_time_and_lent_again()
    {
        using var pool = new LargeBlockPool(TimeProvider.System);
        var first = pool.Rent();
        using var second = pool.Rent(10);
        Assert.NotSame(first, second);
        Assert.Equal(64 * 1024, first.Memory.Length);

        first.Dispose();
        first.Dispose();

        Assert.Equal(1, pool.Free);
        Assert.Same(first, pool.Rent());
        Assert.Equal(0, pool.Free);
    }

    [Fact]
    public void More_than_a_block_is_not_lent()
    {
        using var pool = new LargeBlockPool(TimeProvider.System);

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(64 * 1024 + 1));
    }

    [Fact]
    public void What_nobody_needs_is_given_back_and_what_is_needed_stays()
    {
        var time = new OneTimer();
        using var pool = new LargeBlockPool(time);
        var blocks = Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToList();
        blocks.ForEach(block => block.Dispose());
        time.Elapse();

        // Two at a time are in use during the next period.
        var (one, two) = (pool.Rent(), pool.Rent());
        one.Dispose();
        two.Dispose();
        time.Elapse();

        Assert.Equal(2, pool.Free);
    }

    [Fact]
    public void A_pool_that_has_ended_keeps_nothing()
    {
        var pool = new LargeBlockPool(TimeProvider.System);
        var block = pool.Rent();
        pool.Dispose();

        block.Dispose();

        Assert.Equal(0, pool.Free);
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }

    /// <summary>A clock with the one timer of a pool, whose period is over when the test says so.</summary>
    private sealed class OneTimer : TimeProvider, ITimer
    {
        private Action? _elapsed;

        public void Elapse() => _elapsed!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _elapsed = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _elapsed = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
