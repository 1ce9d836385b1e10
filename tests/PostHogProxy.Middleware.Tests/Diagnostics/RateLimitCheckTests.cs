using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class RateLimitCheckTests
{
    private const string Warning = "Warning 13:";

    [Theory]
    [InlineData("global", 429, true)]
    [InlineData("policy", 429, true)]
    [InlineData("group", 429, true)]
    [InlineData("global", 403, true)]
    [InlineData("global", 503, false)]
    [InlineData("policy", 503, false)]
    [InlineData("global, disabled", 429, false)]
    [InlineData("group, disabled", 429, false)]
    [InlineData("elsewhere", 429, false)]
    [InlineData("none", 429, false)]
    public async Task A_rate_limiter_is_told_at_the_start_where_it_would_lose_events(string where, int status, bool isTold)
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, where, status);

        // No request has come yet.
        var told = log.Lines.Where(line => line.StartsWith(Warning, StringComparison.Ordinal)).ToList();
        Assert.Equal(isTold ? 1 : 0, told.Count);
        Assert.All(told, line => Assert.Contains($"at /k3fw with {status}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_without_a_rate_limiter_is_told_nothing()
    {
        var log = new ListLogger();
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), builder => builder.Logging.AddProvider(log));

        Assert.DoesNotContain(log.Lines, line => line.StartsWith(Warning, StringComparison.Ordinal));
    }

    private static Task<Shop> OpenAsync(ListLogger log, string where, int status) => Shop.OpenAsync(
        (app, connect) =>
        {
            app.UseRouting();
            app.UseRateLimiter();
            app.MapGet("/elsewhere", () => "").RequireRateLimiting("few");
            var group = app.MapGroup("");
            var proxy = group.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            if (where == "policy")
            {
                proxy.RequireRateLimiting("few");
            }

            if (where.StartsWith("group", StringComparison.Ordinal))
            {
                group.RequireRateLimiting("few");
            }

            if (where.EndsWith("disabled", StringComparison.Ordinal))
            {
                proxy.DisableRateLimiting();
            }
        },
        builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddRateLimiter(limits =>
            {
                limits.RejectionStatusCode = status;
                limits.AddConcurrencyLimiter("few", few => few.PermitLimit = 1);
                if (where.StartsWith("global", StringComparison.Ordinal))
                {
                    limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
                        RateLimitPartition.GetConcurrencyLimiter("all", _ => new() { PermitLimit = 1 }));
                }
            });
        });
}
