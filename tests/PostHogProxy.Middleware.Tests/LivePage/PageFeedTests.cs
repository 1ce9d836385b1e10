using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Page;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>One sampler for all who look: what it keeps, and that nothing of the app's ends it.</summary>
public sealed class PageFeedTests : IDisposable
{
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    [Fact]
    public async Task An_open_page_keeps_no_moment_that_is_over()
    {
        var feed = Open(new ServiceCollection());
        var first = Newest(feed);
        var pipe = new Pipe();
        var viewer = new PageStream(feed, _stopping.Token).WriteAsync(new DefaultHttpContext { Response = { Body = pipe.Writer.AsStream() } });
        using var reader = new StreamReader(pipe.Reader.AsStream());
        for (var sent = 0; sent < 2;)
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            sent += line?.StartsWith("data: ", StringComparison.Ordinal) == true ? 1 : 0;
        }

        Assert.False(viewer.IsCompleted);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(first.IsAlive);

        await _stopping.CancelAsync();
        await viewer;
    }

    [Fact]
    public async Task Endpoints_that_cannot_be_read_for_a_while_cost_the_page_that_while()
    {
        var endpoints = new MoodyEndpoints();
        var feed = Open(new ServiceCollection().AddSingleton<EndpointDataSource>(endpoints));
        var next = feed.Newest.Next;
        Assert.True(feed.TryJoin());
        await endpoints.Asked.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        endpoints.IsBroken = false;

        Assert.NotEmpty((await next.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public async Task The_sampler_ends_when_the_last_one_who_looked_is_gone()
    {
        var feed = Open(new ServiceCollection());
        var next = feed.Newest.Next;
        Assert.True(feed.TryJoin());
        Assert.True(feed.IsRunning);
        await next.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        feed.Leave();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (feed.IsRunning)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private PageFeed Open(IServiceCollection services)
    {
        var proxies = new PageProxies(services.BuildServiceProvider(), readsEventNames: true, _stopping.Token);
        return new(new PageSampler(proxies, outbox: null, environment: null, TimeProvider.System), NullLogger.Instance, _stopping.Token);
    }

    // Apart, so that no variable of the test keeps it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Newest(PageFeed feed) => new(feed.Newest);

    private sealed class MoodyEndpoints : EndpointDataSource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isBroken = true;

        public Task Asked => _asked.Task;

        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        [SuppressMessage("Design", "CA1065", Justification = "The app's sources may throw, so this one does.")]
        public override IReadOnlyList<Endpoint> Endpoints
        {
            get
            {
                _asked.TrySetResult();
                return IsBroken ? throw new InvalidOperationException("The test says so.") : [];
            }
        }

        public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
    }
}
