using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What depends on where in the pipeline a middleware stands; docs/operations.md tells the same to the team.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task A_timeout_that_was_started_before_routing_is_taken_off()
    {
        var timeout = new StartedTimeout();
        await using var shop = await OpenAsync(app => app.Use((context, next) =>
        {
            context.Features.Set<IHttpRequestTimeoutFeature>(timeout);
            return next(context);
        }).UseRouting());

        using var response = await shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(timeout.IsTakenOff);
    }

    [Fact]
    public async Task A_rate_limiter_answers_503_with_a_time_to_wait()
    {
        await using var shop = await OpenAsync(
            app => app.UseRateLimiter(),
            services => services.AddRateLimiter(limits =>
            {
                limits.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
                limits.OnRejected = (rejected, _) =>
                {
                    rejected.HttpContext.Response.Headers.RetryAfter = "5";
                    return default;
                };
                limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        "all", _ => new() { PermitLimit = 1, Window = TimeSpan.FromHours(1) }));
            }));

        using var first = await shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);
        using var second = await shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal("5", Assert.Single(second.Headers.GetValues("Retry-After")));
    }

    private static Task<Shop> OpenAsync(Action<WebApplication> pipeline, Action<IServiceCollection>? services = null) => Shop.OpenAsync(
        (app, connect) =>
        {
            pipeline(app);
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
        },
        builder => services?.Invoke(builder.Services));

    private sealed class StartedTimeout : IHttpRequestTimeoutFeature
    {
        public bool IsTakenOff { get; private set; }

        public CancellationToken RequestTimeoutToken => CancellationToken.None;

        public void DisableTimeout() => IsTakenOff = true;
    }
}
