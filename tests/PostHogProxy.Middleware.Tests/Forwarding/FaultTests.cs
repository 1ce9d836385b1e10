using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class FaultTests
{
    // In milliseconds. Only ends a test that hangs.
    private const int Patience = 60_000;

    [Theory(Timeout = Patience)]
    [InlineData("/flags/?v=2", true)]
    [InlineData("/e/", false)]
    public async Task No_answer_in_time_is_a_504(string path, bool isFlags)
    {
        var (due, later) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1));
        await using var shop = await OpenAsync(
            async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted),
            options => (options.FlagsTimeout, options.ResponseTimeout) = isFlags ? (due, later) : (later, due));

        using var response = await PostAsync(shop, path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact(Timeout = Patience)]
    public async Task An_event_on_a_connection_that_was_just_closed_is_sent_once_more_and_arrives()
    {
        var attempts = 0;
        await using var shop = await OpenAsync(
            (context, next) =>
            {
                if (Interlocked.Increment(ref attempts) > 1)
                {
                    return next();
                }

                context.Abort();
                return Task.CompletedTask;
            },
            protocols: HttpProtocols.Http1);

        using var response = await PostAsync(shop, "/e/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("x", Assert.Single(shop.PostHog.Journal.Events).Event);
    }

    [Fact(Timeout = Patience)]
    public async Task A_beacon_outlives_the_tab_that_sent_it()
    {
        var reached = new TaskCompletionSource();
        var tabIsGone = new TaskCompletionSource();
        await using var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.Use((context, next) =>
                {
                    // Asked for before the proxy takes the request over: the server's own view of the connection.
                    context.RequestAborted.Register(tabIsGone.SetResult);
                    return next(context);
                });
                app.UseRouting();
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            },
            postHog: new StandInOptions
            {
                Intercept = async (context, next) =>
                {
                    reached.SetResult();
                    await tabIsGone.Task.WaitAsync(context.RequestAborted);
                    await next();
                },
            });

        using (var tab = await SendRawAsync(shop, Event(), contentLength: null))
        {
            await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
            tab.LingerState = new LingerOption(true, 0);
        }

        var arrived = await shop.PostHog.Journal.WaitForEventAsync(_ => true, TestContext.Current.CancellationToken);
        Assert.Equal("x", arrived.Event);
    }

    [Fact(Timeout = Patience)]
    public async Task A_browser_that_hangs_up_in_the_middle_of_a_body_cancels_the_upload()
    {
        var reached = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var shop = await OpenAsync(async (context, _) =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            reached.SetResult();
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        });

        using (await SendRawAsync(shop, new string('x', 70_000), contentLength: 200_000))
        {
            await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        }

        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Patience)]
    public async Task Above_the_limit_of_concurrent_requests_the_answer_is_503_and_below_it_all_is_well_again()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var shop = await OpenAsync(
            async (context, next) =>
            {
                reached.TrySetResult();
                await goOn.Task.WaitAsync(context.RequestAborted);
                await next();
            },
            options => options.MaxConcurrentRequests = 1);

        var first = PostAsync(shop, "/e/", TestContext.Current.CancellationToken);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        using var second = await PostAsync(shop, "/e/", TestContext.Current.CancellationToken);
        goOn.SetResult();
        using var firstAnswer = await first;
        using var third = await PostAsync(shop, "/e/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal("1", Assert.Single(second.Headers.GetValues("Retry-After")));
        Assert.Equal(HttpStatusCode.OK, firstAnswer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact(Timeout = Patience)]
    public async Task A_chunked_body_beyond_the_limit_is_a_413()
    {
        await using var shop = await OpenAsync(
            async (context, _) => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted),
            options => options.MaxRequestBodySize = 100_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/k3fw/s/") { Content = new ByteArrayContent(new byte[150_000]) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    // A visitor on a train: each portion comes in time, the whole takes longer than that.
    [Fact(Timeout = Patience)]
    public async Task A_small_body_that_moves_is_not_cut_off()
    {
        var due = TimeSpan.FromSeconds(2);
        await using var shop = await OpenAsync((_, next) => next(), options => options.ResponseTimeout = due);
        var body = Event();

        using var visitor = await SendRawAsync(shop, "", contentLength: body.Length);
        var startedAt = Stopwatch.GetTimestamp();
        using var clock = new PeriodicTimer(due / 8);
        var sent = 0;
        while (Stopwatch.GetElapsedTime(startedAt) < due * 1.5 && await clock.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            await visitor.SendAsync(Encoding.ASCII.GetBytes(body[sent..++sent]), TestContext.Current.CancellationToken);
        }

        await visitor.SendAsync(Encoding.ASCII.GetBytes(body[sent..]), TestContext.Current.CancellationToken);

        var arrived = await shop.PostHog.Journal.WaitForEventAsync(_ => true, TestContext.Current.CancellationToken);
        Assert.Equal("x", arrived.Event);
    }

    private static Task<Shop> OpenAsync(
        Func<HttpContext, Func<Task>, Task> intercept,
        Action<PostHogProxyOptions>? configure = null,
        HttpProtocols protocols = HttpProtocols.Http1AndHttp2) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            configure?.Invoke(options);
        }),
        postHog: new StandInOptions { Intercept = intercept, Protocols = protocols });

    private static string Event() =>
        $$"""{"api_key":"{{StandInProject.EuDemo.Token}}","event":"x","distinct_id":"ada","uuid":"0193a5c0-0000-7000-8000-000000000003"}""";

    private static Task<HttpResponseMessage> PostAsync(Shop shop, string path, CancellationToken cancellationToken) =>
        shop.Client.PostAsync("/k3fw" + path, new StringContent(Event()), cancellationToken);

    private static async Task<Socket> SendRawAsync(Shop shop, string body, int? contentLength)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, shop.Port, TestContext.Current.CancellationToken);
        var request = $"POST /k3fw/e/ HTTP/1.1\r\nHost: shop.example\r\nContent-Length: {contentLength ?? body.Length}\r\n\r\n{body}";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return socket;
    }
}
