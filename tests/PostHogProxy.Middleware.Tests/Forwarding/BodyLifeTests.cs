using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Bodies;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What a handler of the app's may do with a body: send it twice at once, or go on with it after it has told the proxy that it failed.</summary>
public sealed class BodyLifeTests
{
    // In milliseconds. Only ends a test that hangs.
    private const int Patience = 60_000;

    private static readonly byte[] Body = [.. Enumerable.Repeat((byte)'a', 3_000)];

    [Theory]
    [InlineData("none")]
    [InlineData("first")]
    [InlineData("second")]
    [InlineData("both")]
    public async Task Memory_is_given_back_once_all_have_written(string pending)
    {
        var body = await ReadAsync();
        var (first, second) = (new Sink(), new Sink());
        var writing = (body.WriteToAsync(first, default), body.WriteToAsync(second, default));
        Complete(first, pending is "first" or "both");
        Complete(second, pending is "second" or "both");

        body.Dispose();

        Assert.Equal((pending is "none" or "second", pending is "none" or "first"), (writing.Item1.IsCompleted, writing.Item2.IsCompleted));
        Assert.Equal(pending == "none", IsAnothers(first.Seen));

        static void Complete(Sink sink, bool isPending)
        {
            if (!isPending)
            {
                sink.Written.SetResult();
            }
        }
    }

    [Fact]
    public async Task Memory_is_not_given_back_while_a_writing_begins()
    {
        var body = await ReadAsync();
        var sink = new Sink { Begins = body.Dispose };

        _ = body.WriteToAsync(sink, default);

        Assert.False(IsAnothers(sink.Seen));
    }

    [Fact]
    public async Task Memory_is_given_back_once_and_nobody_writes_from_it_afterwards()
    {
        var body = await ReadAsync();
        var sink = new Sink();

        body.Dispose();
        body.Dispose();

        var (one, other) = (ArrayPool<byte>.Shared.Rent(Body.Length), ArrayPool<byte>.Shared.Rent(Body.Length));
        Assert.NotSame(one, other);
        await Assert.ThrowsAsync<IOException>(() => body.WriteToAsync(sink, default));
        Assert.True(sink.Seen.IsEmpty);
    }

    // As a time limit around the handler that does not wait for what it gives up. The memory is in the pool by then, and the connection has its next request.
    [Theory(Timeout = Patience)]
    [InlineData(3_000)]
    [InlineData(100_000)]
    public async Task A_handler_that_has_given_up_and_yet_goes_on_sends_nothing_of_anybody_elses(int size)
    {
        var nextIsHere = new TaskCompletionSource();
        var read = new TaskCompletionSource<byte[]>();
        await using var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
                {
                    connect(options);
                    options.WrapHandler = inner => new Impatient(inner, nextIsHere.Task);
                });
                app.MapPost("/login", async context =>
                {
                    nextIsHere.SetResult();
                    await Task.WhenAny(read.Task);
                });
            },
            postHog: new StandInOptions
            {
                Intercept = async (context, _) =>
                {
                    try
                    {
                        using var copy = new MemoryStream();
                        await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
                        read.SetResult(copy.ToArray());
                    }
                    catch (Exception failure)
                    {
                        read.SetException(failure);
                    }
                },
            });

        using var first = await shop.Client.PostAsync("/k3fw/e/", new ByteArrayContent(new byte[size]), TestContext.Current.CancellationToken);
        using var next = await shop.Client.PostAsync("/login", new ByteArrayContent(new byte[size]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => read.Task);
    }

    private static async Task<SmallBody> ReadAsync()
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(Body);
        context.Request.ContentLength = Body.Length;
        return (await SmallBody.ReadAsync(context, TimeSpan.FromMinutes(1)))!;
    }

    // The pool hands out first what this thread gave back last.
    private static bool IsAnothers(ReadOnlyMemory<byte> seen)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Body.Length);
        rented.AsSpan().Fill((byte)'b');
        return seen.Span.Contains((byte)'b');
    }

    private sealed class Sink : MemoryStream
    {
        public TaskCompletionSource Written { get; } = new();

        public ReadOnlyMemory<byte> Seen { get; private set; }

        public Action? Begins { get; init; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Seen = buffer;
            Begins?.Invoke();
            return new(Written.Task);
        }
    }

    private sealed class Impatient(HttpMessageHandler inner, Task answered) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _ = SendLateAsync(request);
            throw new HttpRequestException("This took too long.");
        }

        private async Task SendLateAsync(HttpRequestMessage request)
        {
            await answered;
            using var response = await base.SendAsync(request, CancellationToken.None);
        }
    }
}
