using Microsoft.AspNetCore.Http;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests;

/// <summary>Faults that show only against what is known beside the proxy: pages, project, region, time.</summary>
public sealed class WrongSetupTests
{
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";
    private static readonly Uri Page = new("https://www.shop.example");

    [Fact]
    public async Task A_host_of_its_own_without_CORS_is_closed_to_pages()
    {
        await using var proxy = await TestProxy.OpenAsync(new() { Prefix = "", Headers = (context, _) => context.Response.Headers.Remove("Access-Control-Allow-Origin") });

        Blamed(await Proxies.Verification.OfAsync(proxy, "", OnPage), "PHX5156", "Pages of https://www.shop.example may not read", "--origin");
    }

    [Fact]
    public async Task A_host_of_its_own_that_allows_another_origin_is_closed_to_pages()
    {
        await using var proxy = await TestProxy.OpenAsync(new() { Prefix = "", Headers = (context, _) => context.Response.Headers.AccessControlAllowOrigin = "https://shop.example" });

        Blamed(await Proxies.Verification.OfAsync(proxy, "", OnPage), "PHX5156", "/static/array.js, /e/", "--origin");
    }

    [Fact]
    public async Task A_host_of_its_own_that_allows_all_origins_refuses_beacons()
    {
        await using var proxy = await TestProxy.OpenAsync(new() { Prefix = "", Headers = (context, _) => context.Response.Headers.AccessControlAllowOrigin = "*" });

        Blamed(await Proxies.Verification.OfAsync(proxy, "", OnPage), "PHX5157", "beacon", "not *");
    }

    [Fact]
    public async Task Flags_that_come_too_late_are_told_with_what_the_client_waits()
    {
        await using var slow = await TestProxy.OpenAsync(new()
        {
            Before = async (context, next) =>
            {
                await (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == "/k3fw/flags/" ? Task.Delay(300, context.RequestAborted) : Task.CompletedTask);
                await next();
            },
        });

        Blamed(await Proxies.Verification.OfAsync(slow, change: target => target with { FlagsLimit = TimeSpan.FromMilliseconds(250) }), "PHX5180", "posthog-js gives up after", "distant");
    }

    [Fact]
    public async Task A_way_that_is_much_longer_than_straight_to_PostHog_is_told()
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Before = async (context, next) =>
            {
                await (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/k3fw/flags/" ? Task.Delay(1200, context.RequestAborted) : Task.CompletedTask);
                await next();
            },
        });

        Blamed(await Proxies.Verification.OfAsync(proxy), "PHX5181", "through the proxy takes", "reuse them");
    }

    [Fact]
    public async Task PostHogs_HSTS_is_told_from_the_teams_also_where_PostHog_cannot_be_asked()
    {
        await using var proxy = await TestProxy.OpenAsync(new() { Leaks = ["Strict-Transport-Security"] });

        Blamed(await Proxies.Verification.OfAsync(proxy, postHogIsReachable: false), "PHX5161", "applies to your domain", "Remove it");
    }

    [Fact]
    public async Task A_token_that_no_region_knows_is_told()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        Blamed(await Proxies.Verification.OfAsync(proxy, change: target => target with { Token = "phc_mistyped" }), "PHX5171", "No region knows the token phc_mist…", "Copy the token");
    }

    [Fact]
    public async Task A_token_that_the_proxys_PostHog_does_not_know_is_told_also_where_PostHog_cannot_be_asked()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        Blamed(
            await Proxies.Verification.OfAsync(proxy, change: target => target with { Token = Us }, postHogIsReachable: false),
            "PHX5171", "The proxy's PostHog doesn't know the token", "Look in PostHog which region");
    }

    [Fact]
    public async Task A_region_other_than_named_is_told()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        Blamed(await Proxies.Verification.OfAsync(proxy, change: target => target with { Region = PostHogRegion.Us }), "PHX5173", "sends to Eu", "Name the region Eu");
    }

    [Fact]
    public async Task Two_faults_are_told_as_two()
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Before = Answers.At("/static/", context => Answers.Page(context, 200, "<title>Shop</title>")),
            Ingest = "us.i.posthog.com",
            Assets = "us-assets.i.posthog.com",
        });

        var report = await Proxies.Verification.OfAsync(proxy);

        Assert.Equal(["PHX5125", "PHX5170"], report.Findings.Where(finding => finding.IsProblem).Select(finding => finding.Id));
    }

    private static VerifyTarget OnPage(VerifyTarget target) => target with { PageOrigin = Page };

    private static void Blamed(VerificationReport report, string id, string said, string cure)
    {
        var finding = Assert.Single(report.Findings, finding => finding.IsProblem);
        Assert.Equal(id, finding.Id);
        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
        Assert.Contains(cure, finding.Fix, StringComparison.Ordinal);
    }
}
