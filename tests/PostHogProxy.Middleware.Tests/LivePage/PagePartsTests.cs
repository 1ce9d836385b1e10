using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Keeping;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>A part of the app that fails or hangs when the page looks at it.</summary>
public sealed class PagePartsTests
{
    [Fact]
    public async Task A_part_that_cannot_be_looked_at_costs_the_page_a_moment_and_the_app_nothing()
    {
        var outbox = new BrokenOutbox();
        await using var shop = await PagedShop.OpenAsync(services: builder => builder.Services.AddSingleton<IOutboxView>(outbox));
        await using var stream = await ReadStream.OpenAsync(shop);
        using var sent = await shop.EventAsync();
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        outbox.IsBroken = false;

        await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
    }

    [Fact]
    public async Task An_outbox_that_does_not_answer_holds_up_nothing_else()
    {
        var outbox = new HangingOutbox();
        await using var shop = await PagedShop.OpenAsync(services: builder => builder.Services.AddSingleton<IOutboxView>(outbox));
        await using var stream = await ReadStream.OpenAsync(shop);
        using var sent = await shop.EventAsync();

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
        Assert.Equal(JsonValueKind.Null, moment.GetProperty("outbox").ValueKind);
        outbox.Answer(new FakeOutbox().Status with { Entries = 7 });

        await stream.UntilAsync(static moment => moment.GetProperty("outbox") is { ValueKind: JsonValueKind.Object } box && box.GetProperty("entries").GetInt64() == 7);
        Assert.Equal(1, outbox.MostAtOnce);
    }

    private sealed class BrokenOutbox : IOutboxView
    {
        private volatile bool _isBroken = true;

        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        public ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken) =>
            IsBroken ? throw new InvalidOperationException("The test says so.") : new(new FakeOutbox().Status);

        public ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken) => new(0);

        public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => new(0);
    }

    private sealed class HangingOutbox : IOutboxView
    {
        private readonly TaskCompletionSource<OutboxStatus> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asking;
        private int _most;

        public int MostAtOnce => Volatile.Read(ref _most);

        public void Answer(OutboxStatus status) => _answer.SetResult(status);

        public async ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken)
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _asking));
            try
            {
                return await _answer.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _asking);
            }
        }

        public ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken) => new(0);

        public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => new(0);
    }
}
