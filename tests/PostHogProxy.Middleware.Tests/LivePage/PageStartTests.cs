using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>An app does not start where anybody could see the page, or where it has no path.</summary>
public sealed class PageStartTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("QA")]
    [InlineData("Developmental")]
    public async Task Without_a_policy_the_app_does_not_start_outside_Development(string environment)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PagedShop.OpenAsync(environment));

        Assert.Contains("'/posthog-proxy'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(environment, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("app.MapPostHogProxyPage(…).RequireAuthorization(\"ops\")", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_anybody_may_see_does_not_start_in_Production()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PagedShop.OpenAsync("Production", static app => app.MapPostHogProxyPage("/ops").AllowAnonymous()));

        Assert.Contains("'/ops' allows anonymous visitors", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllowAnonymous_beside_a_policy_does_not_start_in_Production()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => PagedShop.OpenAsync("Production", static app => app.MapPostHogProxyPage().RequireAuthorization().AllowAnonymous()));
    }

    [Fact]
    public async Task A_fallback_policy_alone_is_not_enough()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => PagedShop.OpenAsync(
            "Production", services: static builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())));
    }

    [Fact]
    public async Task A_page_in_a_group_without_a_policy_answers_nobody_and_ends_the_app()
    {
        var log = new ListLogger();
        await using var shop = await PagedShop.OpenAsync(
            "Production", static app => app.MapGroup("/in").MapPostHogProxyPage(), builder => builder.Logging.AddProvider(log));

        Assert.Contains("'/in/posthog-proxy' requires no authorization", await log.WaitForAsync("Critical 44:"), StringComparison.Ordinal);
        var lifetime = shop.App.Services.GetRequiredService<IHostApplicationLifetime>();
        Assert.True(lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Theory]
    [InlineData("")]
    [InlineData("posthog-proxy")]
    [InlineData("/{tenant}/page")]
    [InlineData("/page/")]
    [InlineData("/page?x")]
    public async Task A_path_that_cannot_be_mapped_is_named(string path)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => PagedShop.OpenAsync(page: app => app.MapPostHogProxyPage(path)));

        Assert.Contains("The page of the PostHog proxy can't be mapped", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_maps_no_page_has_none()
    {
        await using var shop = await PagedShop.OpenAsync("Production", static _ => { });

        using var answer = await shop.GetAsync("/posthog-proxy");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
