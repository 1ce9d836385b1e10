using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogProxy.Caching;
using PostHogProxy.Forwarding;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What is set aside for an answer on its way is given back in the end, or the cache would hold less from day to day.</summary>
public sealed class SetAsideTests
{
    private const int Keys = 40;
    private const int Visitors = 20_000;

    private readonly ShiftedClock _clock = new();

    [Fact(Timeout = 60_000)]
    public async Task Whatever_PostHog_answers_and_whoever_leaves_nothing_stays_set_aside_or_open()
    {
        using var postHog = new MoodyPostHog();
        await using var services = new ServiceCollection().BuildServiceProvider();
        var configuration = new ConfigurationBuilder().Build();
        using var options = new LiveOptions(
            new(services, configuration, "", new("/k3fw", PostHogRegion.Eu), each =>
            {
                each.WrapHandler = _ => postHog;
                (each.AssetCache.MaximumBytes, each.AssetCache.MaximumEntryBytes) = (300_000, 60_000);
            }),
            configuration,
            NullLogger.Instance);
        using var client = new UpstreamClient(options.Initial);
        using var metrics = new ProxyMetrics(factory: null);
        var kept = options.Initial.AssetCache;
        using var store = new AssetStore(kept, "map", NullLogger.Instance, _clock);
        var fetcher = new AssetFetcher(options, UpstreamOrigins.Of(options.Initial), client, new(NullLogger.Instance, _clock), metrics, _clock);
        using var cache = new AssetCache(store, new(store, fetcher, kept.StaleIfError, _clock), kept, NullLogger.Instance, _clock);

        var left = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Visitors),
            new ParallelOptions { MaxDegreeOfParallelism = 60, CancellationToken = TestContext.Current.CancellationToken },
            async (visitor, _) =>
            {
                if (!await AskAsync(cache, Key(visitor % Keys)))
                {
                    Interlocked.Increment(ref left);
                }
            });

        // What visitors have left is still about to end.
        while (postHog.Open > 0 || AnythingLeft(store))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        // Nor is a place among those that are fetched at a time.
        var asked = postHog.Asked;
        await AskAsync(cache, Key(0));
        await AskAsync(cache, Key(1));
        Assert.InRange(postHog.Asked, asked + 2, int.MaxValue);
        Assert.InRange(left, Visitors / 20, Visitors);
        Assert.Equal(Enum.GetValues<Mood>(), postHog.Seen.Order());
    }

    // As the handler does: an answer that cannot be kept is read, or not, and disposed.
    private async Task<bool> AskAsync(AssetCache cache, AssetKey asked)
    {
        using var visit = new CancellationTokenSource();
        if (Random.Shared.Next(3) == 0)
        {
            visit.CancelAfter(Random.Shared.Next(3));
        }

        if (Random.Shared.Next(50) == 0)
        {
            _clock.Move(TimeSpan.FromSeconds(Random.Shared.Next(30)));
        }

        try
        {
            if (cache.Fresh(asked, _clock.GetUtcNow()) is null)
            {
                using var unkept = (await cache.GetAsync(asked, visit.Token)).Unkept;
                await Task.Yield();
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static bool AnythingLeft(AssetStore store)
    {
        for (var number = 0; number < Keys; number++)
        {
            store.Forget(Key(number).Text);
        }

        return store.Bytes != 0;
    }

    // Every second one is a key that a visitor may have made up.
    private static AssetKey Key(int number)
    {
        var path = $"/static/{number}.js";
        var target = number % 2 == 0 ? path : path + "?v=1";
        return new($"identity {target}", new(target, path.Length), ClientRoutes.Find(target, path.Length)!, AcceptedEncodings.None);
    }

    private enum Mood
    {
        Keeps,
        KeepsWithoutLength,
        SaysNotChanged,
        IsPrivate,
        IsMissing,
        IsTooLarge,
        IsTooLargeWithoutLength,
        BreaksOff,
        Refuses,
        Fails,
        Throws,
    }

    private sealed class ShiftedClock : TimeProvider
    {
        private long _shift;

        public void Move(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));
    }

    private sealed class MoodyPostHog : HttpMessageHandler
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<Mood, bool> _seen = new();
        private int _open;
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public int Open => Volatile.Read(ref _open);

        public ICollection<Mood> Seen => _seen.Keys;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (Random.Shared.Next(3) == 0)
            {
                await Task.Delay(Random.Shared.Next(4), cancellationToken);
            }

            var moods = Enum.GetValues<Mood>();
            var mood = moods[Random.Shared.Next(moods.Length)];
            _seen[mood] = true;
            if (mood == Mood.Throws)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            }

            var size = mood is Mood.IsTooLarge or Mood.IsTooLargeWithoutLength ? 100_000 : Random.Shared.Next(50_000);
            Interlocked.Increment(ref _open);
            var body = new Body(size, mood == Mood.BreaksOff ? size / 2 : size, () => Interlocked.Decrement(ref _open));
            var answer = new HttpResponseMessage(mood switch
            {
                Mood.SaysNotChanged => HttpStatusCode.NotModified,
                Mood.IsMissing => HttpStatusCode.NotFound,
                Mood.Refuses => HttpStatusCode.Forbidden,
                Mood.Fails => HttpStatusCode.ServiceUnavailable,
                _ => HttpStatusCode.OK,
            })
            {
                Version = HttpVersion.Version20,
                Content = new StreamContent(body),
            };
            answer.Headers.TryAddWithoutValidation("Cache-Control", mood == Mood.IsPrivate ? "private" : "max-age=10");
            answer.Headers.TryAddWithoutValidation("ETag", "\"a\"");
            answer.Content.Headers.TryAddWithoutValidation("Content-Type", "text/javascript");
            answer.Content.Headers.ContentLength = mood is Mood.KeepsWithoutLength or Mood.IsTooLargeWithoutLength ? null : size;
            return answer;
        }
    }

    private sealed class Body(int size, int end, Action closed) : Stream
    {
        private Action? _closed = closed;
        private int _read;

        public override bool CanRead => true;

        // Or the content would know its length.
        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Random.Shared.Next(10) == 0)
            {
                await Task.Delay(1, cancellationToken);
            }

            var count = Math.Min(Math.Min(buffer.Length, 8_000), end - _read);
            _read += count;
            return count > 0 || end == size ? count : throw new IOException("The connection broke off.");
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _closed, null)?.Invoke();
            base.Dispose(disposing);
        }
    }
}
