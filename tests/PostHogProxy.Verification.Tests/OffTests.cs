using Microsoft.AspNetCore.Builder;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Apps;

namespace PostHogProxy.Verification.Tests;

/// <summary>While PostHog is off the proxy answers in its form. That is no proof of anything, and no fault.</summary>
public sealed class OffTests
{
    [Theory]
    [InlineData(PostHogRegion.Eu)]
    [InlineData(PostHogRegion.Us)]
    public async Task Disabled_is_said_and_proves_no_region(PostHogRegion named)
    {
        await using var shop = await OpenAsync(options => options.Disabled = true);

        var report = await shop.VerifyAsync(target => target with { Region = named, SendTestEvent = true });

        IsOff(report);
        Assert.DoesNotContain(shop.PostHog.Journal.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Without_consent_it_is_off_and_with_the_cookie_everything_is_asked()
    {
        await using var shop = await OpenAsync(options => options.DisabledWhen = context => context.Request.Cookies["consent"] != "yes");

        IsOff(await shop.VerifyAsync());
        IsOff(await shop.VerifyAsync(target => target with { VisitorHeaders = [new("Cookie", "consent=no")] }));

        var report = await shop.VerifyAsync(target => target with { VisitorHeaders = [new("Cookie", "shop=1; consent=yes")] });
        Assert.True(report.IsFine);
        Assert.False(report.ProvesNothing);
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5174");
        Assert.DoesNotContain(report.Findings, finding => finding.Id == "PHX5193");
    }

    [Fact]
    public async Task A_visitor_with_consent_by_header_sees_a_wrong_region()
    {
        await using var shop = await ShopApp.OpenAsync((app, toStandIn) => app.MapPostHogProxy("/k3fw", PostHogRegion.Us, options =>
        {
            toStandIn(options);
            options.DisabledWhen = context => context.Request.Headers["X-Consent"] != "yes";
        }));

        IsOff(await shop.VerifyAsync());
        var report = await shop.VerifyAsync(target => target with { VisitorHeaders = [new("X-Consent", "yes")] });
        Assert.Equal("PHX5170", Assert.Single(report.Findings, finding => finding.IsProblem).Id);
    }

    [Theory]
    [InlineData(PostHogFeatures.Capture, "/e/")]
    [InlineData(PostHogFeatures.Flags, "/flags/")]
    [InlineData(PostHogFeatures.Assets, "/static/array.js")]
    [InlineData(PostHogFeatures.RemoteConfig, "/array/phc_Stan…/config")]
    [InlineData(PostHogFeatures.Replay, "/s/")]
    public async Task A_feature_that_is_off_is_said_and_the_rest_is_asked(PostHogFeatures off, string path)
    {
        await using var shop = await OpenAsync(options => options.Features = PostHogFeatures.All & ~off);

        var report = await shop.VerifyAsync();

        Assert.DoesNotContain(report.Findings, finding => finding.IsProblem);
        Assert.Contains(path, Assert.Single(report.Findings, finding => finding.Id == "PHX5193").Message, StringComparison.Ordinal);
        Assert.False(report.ProvesNothing);
        Assert.Contains(report.Checks, check => check is { Name: "body size" or "events" or "script", Outcome: CheckOutcome.Passed });
    }

    [Fact]
    public async Task A_test_event_is_written_where_only_flags_are_off()
    {
        await using var shop = await OpenAsync(options => options.Features = PostHogFeatures.All & ~PostHogFeatures.Flags);

        var report = await shop.VerifyAsync(target => target with { SendTestEvent = true });

        Assert.Contains(report.Findings, finding => finding.Id == "PHX5192");
    }

    [Fact]
    public async Task A_visitor_who_asks_for_privacy_is_not_counted_and_that_is_said()
    {
        await using var shop = await OpenAsync(options => options.RespectGlobalPrivacyControl = true);

        var report = await shop.VerifyAsync(target => target with { VisitorHeaders = [new("Sec-GPC", "1")] });

        Assert.DoesNotContain(report.Findings, finding => finding.IsProblem);
        Assert.Contains("/e/", Assert.Single(report.Findings, finding => finding.Id == "PHX5193").Message, StringComparison.Ordinal);
    }

    private static void IsOff(VerificationReport report)
    {
        var off = Assert.Single(report.Findings, finding => finding.Id == "PHX5193");
        Assert.Equal(FindingSeverity.Info, off.Severity);
        Assert.Contains("--cookie", off.Fix, StringComparison.Ordinal);
        Assert.True(report.IsFine);
        Assert.True(report.ProvesNothing);
        Assert.DoesNotContain(report.Findings, finding => finding.Id is "PHX5166" or "PHX5174" or "PHX5175" or "PHX5192");
        string[] unanswered = ["script", "events", "flags", "remote config", "body and query", "body size", "other origins", "region", "strangers", "upgrades", "headers", "time"];
        Assert.All(report.Checks.Where(check => unanswered.Contains(check.Name)), check => Assert.Equal(CheckOutcome.Blocked, check.Outcome));
    }

    private static Task<ShopApp> OpenAsync(Action<PostHogProxyOptions> options) => ShopApp.OpenAsync((app, toStandIn) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, proxy =>
    {
        toStandIn(proxy);
        options(proxy);
    }));
}
