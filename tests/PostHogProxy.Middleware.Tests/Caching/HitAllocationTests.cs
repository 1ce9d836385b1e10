using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What a hit costs beside the server: the endpoint is called as the server calls it, with a response that only counts.</summary>
public sealed class HitAllocationTests
{
    private const int Rounds = 2_000;
    private const int Most = 500;

    [Theory]
    [InlineData("/static/array.js", null, 200)]
    [InlineData("/array/{0}/array.js", null, 200)]
    [InlineData("/static/array.js", "\"script\"", 304)]
    public async Task A_hit_costs_at_most_500_bytes(string path, string? ifNoneMatch, int status)
    {
        await using var shop = await CachingShop.OpenAsync(
            postHog: PostHogNow.Saying(new string('x', 100_000), answer => answer.Response.Headers.ETag = "\"script\""));
        path = path.Replace("{0}", StandInProject.EuDemo.Token, StringComparison.Ordinal);
        await shop.GetAsync(path, "Accept-Encoding: gzip, deflate, br, zstd", "Referer: https://www.shop.example/cart");
        var endpoint = (RouteEndpoint)shop.Shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single();
        var sink = new Sink();
        var context = Context(endpoint, path, sink);

        long Spent()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < Rounds; round++)
            {
                context.Response.Headers.Clear();
                context.Response.StatusCode = 200;
                context.Request.Headers.AcceptEncoding = "gzip, deflate, br, zstd";
                context.Request.Headers.IfNoneMatch = ifNoneMatch;
                Assert.True(endpoint.RequestDelegate!(context).IsCompletedSuccessfully);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        }

        // The figure is that of optimized code, which the runtime makes in the background, on a busy machine late.
        var spent = Spent();
        for (var end = Environment.TickCount64 + 60_000; spent > Most && Environment.TickCount64 < end; spent = Math.Min(spent, Spent()))
        {
        }

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(status == 200 ? 100_000 : 0, sink.Largest);
        Assert.True(spent <= Most, $"{spent} bytes");
        TestContext.Current.SendDiagnosticMessage($"{spent} bytes");
    }

    private static DefaultHttpContext Context(RouteEndpoint endpoint, string path, Sink sink)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new Body(sink));
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/k3fw" + path;
        context.Request.Method = "GET";
        context.Request.Path = "/k3fw" + path;
        context.Request.Headers.Referer = "https://www.shop.example/";
        context.SetEndpoint(endpoint);
        return context;
    }

    private sealed class Body(Sink sink) : IHttpResponseBodyFeature
    {
        public Stream Stream => Stream.Null;

        public PipeWriter Writer => sink;

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }

    private sealed class Sink : PipeWriter
    {
        private readonly byte[] _buffer = new byte[1024 * 1024];

        public int Largest { get; private set; }

        public override void Advance(int bytes) => Largest = Math.Max(Largest, bytes);

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer;
    }
}
