using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PostHogProxy.Middleware.Tests.Caching;

public sealed class ColdCallersTests
{
    private const int Callers = 10_000;

    [Fact]
    public async Task Ten_thousand_at_once_cost_PostHog_one_request()
    {
        var arrived = 0;
        var all = new TaskCompletionSource();
        await using var shop = await CachingShop.OpenAsync(
            postHog: async (context, next) =>
            {
                await all.Task;
                await PostHogNow.Saying("the script")(context, next);
            },
            app: app => app.Use((_, next) =>
            {
                if (Interlocked.Increment(ref arrived) == Callers)
                {
                    all.SetResult();
                }

                return next();
            }),
            services: builder => builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
                kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            }));
        using var client = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }) { BaseAddress = shop.Client.BaseAddress };

        var bodies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => AskAsync(client)));

        Assert.All(bodies, body => Assert.Equal("the script", body));
        Assert.Single(shop.Asked);
    }

    // What is asked on behalf of all is a request like any other, while it lasts.
    [Fact]
    public async Task A_fetch_counts_among_the_requests_that_are_on_their_way()
    {
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await CachingShop.OpenAsync(
            options => options.MaxConcurrentRequests = 1,
            async (context, next) =>
            {
                if (context.Request.Path == "/flags/")
                {
                    arrived.SetResult();
                    await release.Task;
                }

                await PostHogNow.Saying("script")(context, next);
            });

        var flags = shop.GetAsync("/flags/?v=2");
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        var refused = await shop.GetAsync(CachingShop.Loader);
        release.SetResult();
        await flags;
        shop.Clock.Move(TimeSpan.FromSeconds(11));
        var (one, another) = (await shop.GetAsync(CachingShop.Loader), await shop.GetAsync("/static/surveys.js"));

        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK], new[] { refused, one, another }.Select(answer => answer.Status));
    }

    // They do not stand in line for a file that is not there: each is answered as it would be without the cache, and one by what was asked for all.
    [Fact]
    public async Task Who_asks_at_once_for_what_cannot_be_kept_does_not_stand_in_line()
    {
        const int visitors = 50;
        var waiting = 0;
        var all = new TaskCompletionSource();
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, _) =>
        {
            if (!context.Request.Headers.UserAgent.Contains("PostHogProxy-Cache") && Interlocked.Increment(ref waiting) == visitors - 1)
            {
                all.SetResult();
            }

            if (!context.Request.Headers.UserAgent.Contains("PostHogProxy-Cache"))
            {
                await all.Task;
            }

            context.Response.StatusCode = 404;
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, visitors).Select(_ => shop.GetAsync("/static/missing.js", "User-Agent: Ada/1")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer.Status));
        Assert.Single(shop.Asked, request => request.HeaderValues("User-Agent").Contains("PostHogProxy-Cache"));
    }

    // The one who happens to come first is not the one it is fetched for.
    [Fact]
    public async Task A_visitor_who_leaves_takes_nothing_from_the_others()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, next) =>
        {
            asked.TrySetResult();
            await release.Task;
            await PostHogNow.Saying("the script")(context, next);
        });
        using var leaving = new CancellationTokenSource();
        var first = shop.Client.GetAsync("/k3fw" + CachingShop.Loader, leaving.Token);
        await asked.Task;

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = shop.GetAsync(CachingShop.Loader);
        release.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await second).Status);
        Assert.Single(shop.Asked);
    }

    private static async Task<string> AskAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw/static/array.js")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
