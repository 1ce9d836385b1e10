using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests;

/// <summary>What must not be blamed.</summary>
public sealed class RightProxyTests
{
    private const string Nobodys = "phc_PostHogProxyVerificationBelongsToNobody0000";

    [Fact]
    public async Task Nothing_is_blamed_and_every_check_is_made()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy, change: target => target with { Region = PostHogRegion.Eu });

        Assert.True(report.IsFine);
        Assert.All(report.Checks, check => Assert.True(check.Outcome is CheckOutcome.Passed or CheckOutcome.Noted, $"{check.Name}: {check.Outcome}"));
        Assert.Equal(
            [
                "name", "connection", "script", "events", "flags", "remote config", "login", "slashes", "body and query", "body size", "other origins",
                "region", "strangers", "upgrades", "headers", "time", "blockers", "visitor's address", "test event",
            ],
            report.Checks.Select(check => check.Name));
        Assert.All(report.Findings, finding => Assert.Equal(FindingSeverity.Info, finding.Severity));
        Assert.Contains(report.Findings, finding => finding is { Id: "PHX5174", Message: "The token phc_Stan… belongs to the region Eu, and the proxy sends events there." });
    }

    [Fact]
    public async Task Nothing_is_written_to_a_project()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy);

        Assert.Empty(proxy.PostHog.Journal.Requests.SelectMany(request => request.Events));
        var posted = proxy.PostHog.Journal.Requests.Where(request => request is { Method: "POST", Path: "/e/" or "/s/", Status: 200 }).ToList();
        Assert.NotEmpty(posted);
        Assert.All(posted, request => Assert.Equal("dropped: unknown token", request.Outcome));
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5191");
    }

    [Fact]
    public async Task One_event_is_written_where_it_is_asked_for()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy, change: target => target with { SendTestEvent = true });

        var written = Assert.Single(proxy.PostHog.Journal.Requests.SelectMany(request => request.Events));
        Assert.Equal(("posthog_proxy_test", Proxies.Verification.Token), (written.Event, written.Token));
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5192");
        Assert.True(report.IsFine);
    }

    [Fact]
    public async Task No_test_event_goes_to_a_project_by_a_proxy_with_a_fault()
    {
        await using var proxy = await TestProxy.OpenAsync(new() { Before = Answers.At("/flags/", context => Answers.Empty(context, 502)) });

        await Proxies.Verification.OfAsync(proxy, change: target => target with { SendTestEvent = true });

        Assert.Empty(proxy.PostHog.Journal.Requests.SelectMany(request => request.Events));
    }

    [Fact]
    public async Task PostHog_that_cannot_be_reached_from_here_is_said_and_blames_nobody()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy, postHogIsReachable: false);

        Assert.True(report.IsFine);
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5175" && finding.Message.Contains("knows the token phc_Stan…", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5182");
    }

    [Fact]
    public async Task Without_a_token_the_region_is_left_open()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy, change: target => target with { Token = null });

        Assert.True(report.IsFine);
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5175" && finding.Fix!.Contains("--token", StringComparison.Ordinal));
        Assert.Contains(proxy.PostHog.Journal.Requests, request => request.Path == $"/array/{Nobodys}/config");
    }

    [Fact]
    public async Task A_host_of_its_own_is_right_with_PostHogs_CORS()
    {
        await using var proxy = await TestProxy.OpenAsync(new() { Prefix = "" });

        var report = await Proxies.Verification.OfAsync(proxy, "", target => target with { PageOrigin = new("https://www.shop.example") });

        Assert.True(report.IsFine);
        Assert.Contains(proxy.PostHog.Journal.Requests, request => request.HeaderValues("Origin").Contains("https://www.shop.example"));
    }

    [Theory]
    [InlineData("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload")]
    [InlineData("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload")]
    [InlineData("Alt-Svc", "h3=\":443\"; ma=86400")]
    [InlineData("NEL", "{\"report_to\":\"shop\",\"max_age\":604800}")]
    [InlineData("Content-Security-Policy", "default-src 'self'")]
    [InlineData("Set-Cookie", "AWSALB=1; path=/")]
    [InlineData("Set-Cookie", "__cf_bm=2; path=/; domain=.shop.example")]
    [InlineData("Server", "cloudflare")]
    public async Task The_teams_own_header_is_not_PostHogs(string name, string value)
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Before = (context, next) =>
            {
                context.Response.Headers[name] = value;
                return next();
            },
        });

        Assert.True((await Proxies.Verification.OfAsync(proxy)).IsFine);
    }

    [Fact]
    public async Task A_PostHog_that_minds_no_false_word_about_a_body_is_not_taken_for_a_dropped_query()
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Target = target => target.StartsWith("/e/", StringComparison.Ordinal) ? "/e/" : target,
        });

        // Flags in the form of version 2 show that the query arrives there.
        Assert.True((await Proxies.Verification.OfAsync(proxy)).IsFine);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_proxy_that_keeps_strangers_out_is_right(int status)
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Before = (context, next) => (context.Request.Path + context.Request.QueryString).Contains(Nobodys, StringComparison.Ordinal)
                ? Answers.Empty(context, status)
                : next(),
        });

        var report = await Proxies.Verification.OfAsync(proxy);

        Assert.True(report.IsFine);
        Assert.DoesNotContain(report.Findings, finding => finding.Id == "PHX5166");
        Assert.Equal(CheckOutcome.Passed, report.Checks.Single(check => check.Name == "strangers").Outcome);
    }

    [Theory]
    [InlineData("application/json", """{"type":"validation_error","code":"payload_too_large","detail":"body over the limit","attr":null}""")]
    [InlineData("text/plain", "Failed to buffer the request body: length limit exceeded")]
    public async Task A_body_that_PostHog_refuses_is_PostHogs_to_refuse(string type, string text)
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Before = (context, next) => context.Request.ContentLength > 22_000_000 ? Answers.Text(context, 413, type, text) : next(),
        });

        var size = (await Proxies.Verification.OfAsync(proxy)).Checks.Single(check => check.Name == "body size");

        Assert.Equal(CheckOutcome.Passed, size.Outcome);
        Assert.Contains("413", size.Came, StringComparison.Ordinal);
        Assert.Contains(proxy.PostHog.Journal.Requests, request => request is { Path: "/s/", Status: 200, BodyBytes: 21_000_000 });
    }

    [Fact]
    public async Task What_PostHogs_edge_refuses_too_is_not_blamed_on_the_proxy()
    {
        await using var proxy = await TestProxy.OpenAsync(
            new() { Before = (context, next) => context.Request.ContentLength > 22_000_000 ? Answers.Empty(context, 413) : next() },
            postHog: new() { Intercept = (context, next) => context.Request.ContentLength > 22_000_000 ? Answers.Empty(context, 413) : next() });

        Assert.True((await Proxies.Verification.OfAsync(proxy)).IsFine);
    }
}
