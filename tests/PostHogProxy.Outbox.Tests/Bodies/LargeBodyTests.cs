using Microsoft.AspNetCore.Builder;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Outbox.Tests.Hosting;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Bodies;

// They use up what the whole process has.
[CollectionDefinition(nameof(LargeBodyTests), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What large bodies may take of the memory, whatever their visitors announce.</summary>
[Collection(nameof(LargeBodyTests))]
public sealed class LargeBodyTests : IDisposable
{
    private const int MiB = 1 << 20;
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_thousand_visitors_who_announce_25_MiB_and_send_little_cost_little()
    {
        var begun = 0;
        await using var app = await StartAsync(before: app => app.Use((context, next) =>
        {
            var going = next(context);
            Interlocked.Increment(ref begun);
            return going;
        }));
        var before = GC.GetTotalAllocatedBytes();
        var visitors = new List<RawVisitor>();
        try
        {
            for (var number = 0; number < 1_000; number++)
            {
                visitors.Add(await RawVisitor.BeginAsync(app.Client.BaseAddress!, 25 * MiB));
                await visitors[^1].SendAsync("["u8.ToArray());
            }

            await UntilAsync(() => Volatile.Read(ref begun) == 1_000);
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 150L * MiB);
            Assert.Equal(256L * MiB, BodyRoom.OfProcess.Free);
            using var other = await app.SendAsync("another");
            Assert.True(other.IsSuccessStatusCode);
        }
        finally
        {
            visitors.ForEach(static visitor => visitor.Dispose());
        }
    }

    [Theory]
    [InlineData(70_000, true)]
    [InlineData(65_537, true)]
    [InlineData(1_048_576, true)]
    [InlineData(3_000_001, true)]
    [InlineData(70_000, false)]
    [InlineData(1_048_576, false)]
    [InlineData(3_000_001, false)]
    public async Task A_large_body_that_comes_in_portions_is_kept_whole_and_its_memory_comes_back(int size, bool isAnnounced)
    {
        await using var app = await StartAsync();
        app.TakeDown(OutboxApp.Refuse);
        var body = Recording(size);
        using var visitor = await RawVisitor.BeginAsync(app.Client.BaseAddress!, isAnnounced ? size : null);
        await SendAsync(visitor, body, isAnnounced);
        Assert.Equal(200, await visitor.StatusAsync());
        await UntilAsync(static () => BodyRoom.OfProcess.Free == 256L * MiB);

        app.BringBack();
        await UntilAsync(() => HasPassed(app, body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_memory_is_used_up_a_large_body_streams_and_a_small_one_is_kept_as_ever(bool isAnnounced)
    {
        await using var app = await StartAsync();
        using var rest = TakeAll();
        var body = Recording(3 * MiB);
        using (var visitor = await RawVisitor.BeginAsync(app.Client.BaseAddress!, isAnnounced ? body.Length : null))
        {
            await SendAsync(visitor, body, isAnnounced);
            Assert.Equal(200, await visitor.StatusAsync());
            Assert.True(HasPassed(app, body));
        }

        app.TakeDown(OutboxApp.Refuse);
        using (var visitor = await RawVisitor.BeginAsync(app.Client.BaseAddress!, isAnnounced ? body.Length : null))
        {
            await SendAsync(visitor, body, isAnnounced);
            Assert.Equal(503, await visitor.StatusAsync());
        }

        using var small = await app.SendAsync("small");
        Assert.True(small.IsSuccessStatusCode);
        Assert.Equal(0, BodyRoom.OfProcess.Free);
    }

    [Fact]
    public async Task Memory_that_is_used_up_in_the_middle_of_a_body_lets_it_stream_from_there_and_comes_back()
    {
        await using var app = await StartAsync();
        var body = Recording(2 * MiB);
        using (var visitor = await RawVisitor.BeginAsync(app.Client.BaseAddress!, body.Length))
        {
            await visitor.SendAsync(body.AsMemory(0, MiB / 2));
            await UntilAsync(static () => BodyRoom.OfProcess.Free < 256L * MiB);
            using var rest = TakeAll();
            await visitor.SendAsync(body.AsMemory(MiB / 2));
            Assert.Equal(200, await visitor.StatusAsync());
            Assert.True(HasPassed(app, body));
        }

        await UntilAsync(static () => BodyRoom.OfProcess.Free == 256L * MiB);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_memory_of_a_visitor_who_goes_away_in_the_middle_comes_back(bool isAnnounced)
    {
        await using var app = await StartAsync();
        using (var visitor = await RawVisitor.BeginAsync(app.Client.BaseAddress!, isAnnounced ? 20 * MiB : null))
        {
            var half = Recording(5 * MiB);
            await (isAnnounced ? visitor.SendAsync(half) : visitor.SendChunkAsync(half));
            await UntilAsync(static () => BodyRoom.OfProcess.Free <= 248L * MiB);
        }

        await UntilAsync(static () => BodyRoom.OfProcess.Free == 256L * MiB);
    }

    [Fact]
    public async Task A_body_in_chunks_that_grows_too_long_streams_and_its_memory_comes_back()
    {
        await using var app = await StartAsync(options => options.MaxEntryBytes = MiB);
        var body = Recording(3 * MiB);
        using var visitor = await RawVisitor.BeginAsync(app.Client.BaseAddress!, announced: null);
        await SendAsync(visitor, body, isAnnounced: false);
        Assert.Equal(200, await visitor.StatusAsync());
        Assert.True(HasPassed(app, body));
        await UntilAsync(static () => BodyRoom.OfProcess.Free == 256L * MiB);
    }

    [Fact]
    public async Task A_body_above_the_longest_that_is_kept_is_not_kept_although_it_is_small()
    {
        await using var app = await StartAsync(options => options.MaxEntryBytes = 1024);
        app.TakeDown(OutboxApp.Refuse);
        using var longer = await app.SendAsync(new string('x', 2_000));
        Assert.Equal(503, (int)longer.StatusCode);
        using var shorter = await app.SendAsync("short");
        Assert.Equal(200, (int)shorter.StatusCode);
    }

    private Task<OutboxApp> StartAsync(Action<PostHogOutboxOptions>? configure = null, Action<WebApplication>? before = null) =>
        OutboxApp.StartAsync(_folder.File, configure, before: before);

    private static async Task SendAsync(RawVisitor visitor, byte[] body, bool isAnnounced)
    {
        for (var at = 0; at < body.Length; at += 300_000)
        {
            var portion = body.AsMemory(at, Math.Min(300_000, body.Length - at));
            await (isAnnounced ? visitor.SendAsync(portion) : visitor.SendChunkAsync(portion));
        }

        if (!isAnnounced)
        {
            await visitor.SendChunkAsync(default);
        }
    }

    // Of this length, in JSON, and no part of it like another.
    private static byte[] Recording(int size)
    {
        const string begin = $$"""[{"event":"$snapshot","properties":{"token":"{{OutboxApp.Token}}","distinct_id":"d","$session_id":"018f0000-0000-7000-8000-000000000000","$window_id":"w","$snapshot_data":[{"type":3,"timestamp":1795953600000,"data":{"x":" """;
        const string end = "\"}}]}}]";
        var text = new System.Text.StringBuilder(begin, size);
        for (var number = 0; text.Length < size - end.Length; number++)
        {
            text.Append(number).Append(' ');
        }

        text.Length = size - end.Length;
        return System.Text.Encoding.ASCII.GetBytes(text.Append(end).ToString());
    }

    private static bool HasPassed(OutboxApp app, byte[] body)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body));
        return app.Journal.Requests.Any(request => request.Status == 200 && request.BodySha256 == hash);
    }

    private static Taken TakeAll()
    {
        var free = BodyRoom.OfProcess.Free;
        Assert.True(BodyRoom.OfProcess.TryGrow(0, (int)free));
        return new((int)free);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class Taken(int size) : IDisposable
    {
        public void Dispose() => BodyRoom.OfProcess.GiveBack(size);
    }
}
