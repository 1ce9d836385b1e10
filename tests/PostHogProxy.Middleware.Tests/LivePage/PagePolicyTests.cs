using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static PostHogProxy.Middleware.Tests.LivePage.PagedShop;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>A policy of the app says who may see the page.</summary>
public sealed class PagePolicyTests
{
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
    public async Task In_Development_a_policy_holds_too()
    {
        await using var shop = await PagedShop.OpenAsync(page: static app => app.MapPostHogProxyPage().RequireAuthorization());

        using var anonymous = await shop.GetAsync("/posthog-proxy");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    private sealed class KnownUser : IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new DenyAnonymousAuthorizationRequirement()];
    }
}
