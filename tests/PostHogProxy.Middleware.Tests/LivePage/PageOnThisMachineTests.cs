using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static PostHogProxy.Middleware.Tests.LivePage.PagedShop;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>In Development the page needs no sign-in, and is for this machine alone.</summary>
public sealed class PageOnThisMachineTests
{
    [Fact]
    public async Task In_Development_this_machine_needs_no_sign_in_whatever_the_fallback_policy_says()
    {
        await using var shop = await PagedShop.OpenAsync(
            services: static builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        using var page = await shop.GetAsync("/posthog-proxy");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("10.1.2.3", "localhost", null)]
    [InlineData("127.0.0.1", "rebound.example", null)]
    [InlineData("127.0.0.1", "localhost.rebound.example", null)]
    [InlineData("127.0.0.1", "127.0.0.1.rebound.example", null)]
    [InlineData("::ffff:10.1.2.3", "localhost", null)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For: 203.0.113.7")]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-Host: shop.example")]
    [InlineData("127.0.0.1", "localhost", "x-forwarded-proto: https")]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-Server: front")]
    [InlineData("127.0.0.1", "localhost", "X-Real-IP: 203.0.113.7")]
    [InlineData("127.0.0.1", "localhost", "Forwarded: for=203.0.113.7")]
    [InlineData("127.0.0.1", "localhost", "Via: 1.1 front")]
    [InlineData("127.0.0.1", "localhost", "CF-Connecting-IP: 203.0.113.7")]
    [InlineData("127.0.0.1", "localhost", "Origin: https://elsewhere.example")]
    [InlineData("127.0.0.1", "localhost", "Origin: null")]
    public async Task In_Development_others_than_this_machine_are_refused(string address, string host, string? header)
    {
        await using var shop = await PagedShop.OpenAsync(before: app => app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return next(context);
        }));
        foreach (var path in Paths[..2])
        {
            using var answer = await shop.GetAsync(path, change: request =>
            {
                request.Headers.Host = host;
                if (header?.Split(": ") is [var name, var value])
                {
                    Assert.True(request.Headers.TryAddWithoutValidation(name, value));
                }
            });

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("RequireAuthorization()", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost")]
    [InlineData("127.0.0.1", "shop.localhost:5001")]
    [InlineData("::1", "[::1]:5001")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1")]
    public async Task In_Development_this_machine_is_known_by_each_of_its_names(string address, string host)
    {
        await using var shop = await PagedShop.OpenAsync(before: app => app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return next(context);
        }));

        using var answer = await shop.GetAsync("/posthog-proxy", change: request => request.Headers.Host = host);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
