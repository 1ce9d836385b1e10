using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>Who may see the page, and that an app does not start where anybody could.</summary>
public sealed class PageAccessTests
{
    private static readonly string[] Paths = ["/posthog-proxy", "/posthog-proxy/stream", "/posthog-proxy/outbox/retry"];

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

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task In_Production_a_policy_opens_it_to_whom_it_names(string name, Action<WebApplication> page)
    {
        _ = name;
        await using var shop = await PagedShop.OpenAsync("Production", page, static builder => builder.Services.AddAuthorizationBuilder().AddPolicy("ops", static policy => policy.RequireAuthenticatedUser()));

        foreach (var path in Paths[..2])
        {
            using var anonymous = await shop.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
            using var known = await shop.GetAsync(path, "ada");
            Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        }
    }

    public static TheoryData<string, Action<WebApplication>> Policies() => new()
    {
        { "default", static app => app.MapPostHogProxyPage().RequireAuthorization() },
        { "named", static app => app.MapPostHogProxyPage().RequireAuthorization("ops") },
        { "built", static app => app.MapPostHogProxyPage().RequireAuthorization(static policy => policy.RequireAuthenticatedUser()) },
        { "as metadata", static app => app.MapPostHogProxyPage().WithMetadata(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()) },
        { "a requirement", static app => app.MapPostHogProxyPage().WithMetadata(new KnownUser()) },
        { "of the group", static app => app.MapGroup("").RequireAuthorization("ops").MapPostHogProxyPage() },
        { "of a group in a group", static app => app.MapGroup("").RequireAuthorization().MapGroup("").MapPostHogProxyPage() },
    };

    [Theory]
    [MemberData(nameof(Unchecked))]
    public async Task A_policy_that_no_middleware_checks_opens_nothing(string environment, string name, Action<WebApplication> page)
    {
        _ = name;
        await using var shop = await PagedShop.OpenAsync(
            environment, page, static builder => builder.Services.Configure<RouteOptions>(static options => options.SuppressCheckForUnhandledSecurityMetadata = true), authorizes: false);

        foreach (var path in Paths[..2])
        {
            using var answer = await shop.GetAsync(path, "ada");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Add app.UseAuthorization() to the app", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, Action<WebApplication>> Unchecked()
    {
        var pages = new TheoryData<string, string, Action<WebApplication>>();
        foreach (var environment in new[] { "Development", "Production" })
        {
            pages.Add(environment, "as metadata", static app => app.MapPostHogProxyPage().WithMetadata(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));
            pages.Add(environment, "a requirement", static app => app.MapPostHogProxyPage().WithMetadata(new KnownUser()));
            pages.Add(environment, "named", static app => app.MapPostHogProxyPage().RequireAuthorization("ops"));
            pages.Add(environment, "of the group", static app => app.MapGroup("").RequireAuthorization().MapPostHogProxyPage());
        }

        return pages;
    }

    [Fact]
    public async Task In_Development_AllowAnonymous_needs_no_middleware()
    {
        await using var shop = await PagedShop.OpenAsync(page: static app => app.MapPostHogProxyPage().WithMetadata(new KnownUser()).AllowAnonymous(), authorizes: false);

        using var page = await shop.GetAsync("/posthog-proxy");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
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

    [Fact]
    public async Task In_Development_this_machine_needs_no_sign_in_whatever_the_fallback_policy_says()
    {
        await using var shop = await PagedShop.OpenAsync(
            services: static builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        using var page = await shop.GetAsync("/posthog-proxy");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task In_Development_a_policy_holds_too()
    {
        await using var shop = await PagedShop.OpenAsync(page: static app => app.MapPostHogProxyPage().RequireAuthorization());

        using var anonymous = await shop.GetAsync("/posthog-proxy");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
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

    [Theory]
    [InlineData("/posthog-proxy")]
    [InlineData("/posthog-proxy/stream")]
    public async Task Nothing_of_it_is_kept_framed_or_shared(string path)
    {
        await using var shop = await PagedShop.OpenAsync();
        using var answer = await shop.GetAsync(path, change: static request => request.Headers.Add("Origin", "http://localhost:1"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Each_page_has_a_nonce_of_its_own()
    {
        await using var shop = await PagedShop.OpenAsync();
        var seen = new HashSet<string>();
        for (var time = 0; time < 3; time++)
        {
            using var answer = await shop.GetAsync("/posthog-proxy");
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, page.Split($"nonce=\"{nonce}\"").Length - 1);
            Assert.True(seen.Add(nonce));
        }
    }

    private sealed class KnownUser : IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new DenyAnonymousAuthorizationRequirement()];
    }
}
