using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Testing;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Apps;
using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests;

/// <summary>The same package in the places where teams put it: nothing is blamed.</summary>
public sealed class RightPlaceTests
{
    private static readonly Uri Shop = new("https://e.shop.example");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_of_its_own_with_headers_like_PostHogs(bool postHogIsReachable)
    {
        using var certificate = Good();
        await using var shop = await ShopApp.OpenAsync(
            (app, toStandIn) =>
            {
                app.Use((context, next) =>
                {
                    context.Response.Headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains; preload";
                    context.Response.Headers.AltSvc = "h3=\":443\"; ma=86400";
                    context.Response.Headers.ContentSecurityPolicy = $"script-src 'nonce-{Guid.NewGuid():N}'; connect-src https://eu.i.posthog.com";
                    context.Response.Headers.SetCookie = "__cf_bm=1; path=/; domain=.shop.example";
                    return next(context);
                });
                app.UseRouting();
                app.MapPostHogProxy("/", PostHogRegion.Eu, toStandIn).RequireHost("e.shop.example");
            },
            certificate: certificate);

        Fine(await shop.VerifyAsync(Shop, configure: TestCertificate.Trusted(certificate), postHogIsReachable: postHogIsReachable));
    }

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("https://www.shop.example")]
    public async Task A_host_of_its_own_that_lets_in_the_shops_pages_alone(string page)
    {
        using var certificate = Good();
        await using var shop = await ShopApp.OpenAsync(
            (app, toStandIn) =>
            {
                app.UseRouting();
                app.UseCors();
                app.MapPostHogProxy("/", PostHogRegion.Eu, toStandIn).RequireHost("e.shop.example");
            },
            builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(page).AllowCredentials().AllowAnyHeader())),
            certificate);

        // Nobody names the page.
        Fine(await shop.VerifyAsync(Shop, configure: TestCertificate.Trusted(certificate)));
    }

    [Theory]
    [InlineData("/base", "/base/k3fw")]
    [InlineData("/a/b", "/a/b/k3fw")]
    public async Task A_path_base(string pathBase, string path)
    {
        await using var shop = await ShopApp.OpenAsync((app, toStandIn) =>
        {
            app.Use((context, next) =>
            {
                // The app's own, and not that of whatever else is on the host.
                if (context.Request.Path.StartsWithSegments(pathBase))
                {
                    context.Response.Headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains; preload";
                }

                return next(context);
            });
            app.UsePathBase(pathBase);
            app.UseRouting();
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, toStandIn);
        });

        Fine(await shop.VerifyAsync(new Uri($"http://127.0.0.1:{shop.Port}{path}")));
    }

    [Fact]
    public async Task Aliases_alone_are_said_and_asked_for_where_their_module_is_named()
    {
        await using var shop = await ShopApp.OpenAsync((app, toStandIn) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            toStandIn(options);
            options.UsePathAliases(keepCanonicalPaths: false);
        }));

        var unnamed = await shop.VerifyAsync();
        Assert.DoesNotContain(unnamed.Findings, finding => finding.IsProblem);
        Assert.True(unnamed.ProvesNothing);
        Assert.Contains("--aliases", Assert.Single(unnamed.Findings, finding => finding.Id == "PHX5194").Fix, StringComparison.Ordinal);
        Assert.DoesNotContain(shop.PostHog.Journal.Requests, request => request.Method == "POST");

        var named = await shop.VerifyAsync(target => target with { AliasName = PathAliases.For("/k3fw", shop.Name).Name });
        Fine(named);
        Assert.Contains(named.Findings, finding => finding.Id == "PHX5174");

        var mistyped = await shop.VerifyAsync(target => target with { AliasName = "x9z9" });
        Assert.Equal("PHX5195", Assert.Single(mistyped.Findings, finding => finding.IsProblem).Id);
    }

    [Theory]
    [InlineData("our-own.project_2026", true)]
    [InlineData("our-own.project_2026", false)]
    [InlineData("our-own project/\"2026\"", false)]
    public async Task A_PostHog_of_its_own_with_a_token_of_its_own_form(string token, bool cloudIsReachable)
    {
        var ownPostHog = new StandInOptions { IngestServesStatic = true };
        ownPostHog.Projects.Add(new(token, PostHogRegion.Us));
        await using var cloud = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var shop = await ShopApp.OpenAsync(
            (app, toStandIn) => app.MapPostHogProxy("/k3fw", new Uri("https://us.i.posthog.com"), toStandIn), postHog: ownPostHog);

        var report = await shop.VerifyAsync(
            new Uri($"http://127.0.0.1:{shop.Port}/k3fw"), target => target with { Token = token }, postHogIsReachable: cloudIsReachable, cloud: cloud);

        Fine(report);
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5169" && finding.Message.Contains("our-own", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Checks, check => (check.Asked + check.Came).Contains("2026", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Id == (cloudIsReachable ? "PHX5174" : "PHX5175"));
    }

    private static X509Certificate2 Good() => TestCertificate.For("e.shop.example", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(60));

    private static void Fine(VerificationReport report)
    {
        Assert.Empty(report.Findings.Where(finding => finding.IsProblem).Select(finding => $"{finding.Id} {finding.Message}"));
        Assert.All(report.Checks, check => Assert.True(check.Outcome is CheckOutcome.Passed or CheckOutcome.Noted, $"{check.Name}: {check.Outcome}"));
        Assert.False(report.ProvesNothing);
    }
}
