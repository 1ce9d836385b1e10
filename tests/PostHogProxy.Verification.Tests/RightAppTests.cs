using Microsoft.AspNetCore.Builder;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Apps;

namespace PostHogProxy.Verification.Tests;

/// <summary>Apps with this package that do nothing wrong: nothing is blamed, whether PostHog can be asked from here or not.</summary>
public sealed class RightAppTests
{
    public static TheoryData<string, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, bool>();
            foreach (var app in RightApps.All)
            {
                shapes.Add(app.Shape, true);
                shapes.Add(app.Shape, false);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Nothing_is_blamed(string shape, bool postHogIsReachable)
    {
        var right = RightApps.All.Single(app => app.Shape == shape);
        await using var shop = await ShopApp.OpenAsync(
            (app, toStandIn) =>
            {
                right.Map(app);
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
                {
                    toStandIn(options);
                    right.Options(options);
                });
            },
            right.Services);

        var report = await shop.VerifyAsync(postHogIsReachable: postHogIsReachable);

        Assert.Empty(report.Findings.Where(finding => finding.IsProblem).Select(finding => $"{finding.Id} {finding.Message}"));
        Assert.All(report.Checks, check => Assert.True(check.Outcome is CheckOutcome.Passed or CheckOutcome.Noted, $"{check.Name}: {check.Outcome}"));
        Assert.False(report.ProvesNothing);
        Assert.Contains(report.Findings, finding => finding.Id == (postHogIsReachable ? "PHX5174" : "PHX5175"));
    }
}
