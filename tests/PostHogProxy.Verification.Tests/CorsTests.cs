using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Apps;
using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests;

/// <summary>A proxy on a host of its own behind the app's CORS policy, asked for by a page of the shop.</summary>
public sealed class CorsTests
{
    private static readonly Uri Page = new("https://www.shop.example");

    [Theory]
    [InlineData("content-type", "content-encoding")]
    [InlineData("x-shop", "content-type and content-encoding")]
    [InlineData("content-encoding", "content-type")]
    public async Task A_header_that_the_policy_leaves_out_is_named(string allowed, string missing)
    {
        var report = await VerifyAsync(policy => policy.WithOrigins("https://www.shop.example").AllowCredentials().WithHeaders(allowed));

        var finding = Assert.Single(report.Findings, finding => finding.IsProblem);
        Assert.Equal("PHX5158", finding.Id);
        Assert.Contains($"does not allow the header{(missing.Contains(' ', StringComparison.Ordinal) ? "s" : "")} {missing}.", finding.Message, StringComparison.Ordinal);
        Assert.Contains("WithHeaders(\"content-type\", \"content-encoding\")", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type", "Content-Encoding")]
    [InlineData("content-encoding", "content-type", "x-shop")]
    [InlineData("*")]
    public async Task A_policy_that_allows_both_is_right(params string[] allowed)
    {
        var report = await VerifyAsync(policy => policy.WithOrigins("https://www.shop.example").AllowCredentials().WithHeaders(allowed));

        Assert.DoesNotContain(report.Findings, finding => finding.IsProblem);
    }

    [Fact]
    public async Task Without_a_policy_of_the_app_the_answer_is_right() => Assert.DoesNotContain((await VerifyAsync(null)).Findings, finding => finding.IsProblem);

    [Fact]
    public async Task A_policy_for_another_page_is_one_fault_and_not_two()
    {
        var report = await VerifyAsync(policy => policy.WithOrigins("https://blog.shop.example").AllowCredentials().WithHeaders("x-shop"));

        Assert.Equal("PHX5156", Assert.Single(report.Findings, finding => finding.IsProblem).Id);
    }

    [Fact]
    public async Task A_preflight_that_is_refused_is_told_with_its_status()
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Prefix = "",
            Before = (context, next) =>
            {
                if (context.Request.Method != "OPTIONS")
                {
                    return next();
                }

                context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
                return Answers.Empty(context, 405);
            },
        });

        var report = await Proxies.Verification.OfAsync(proxy, "", target => target with { PageOrigin = Page });

        Assert.Contains("is answered with 405", Assert.Single(report.Findings, finding => finding.IsProblem).Message, StringComparison.Ordinal);
    }

    private static async Task<VerificationReport> VerifyAsync(Action<CorsPolicyBuilder>? policy)
    {
        await using var shop = await ShopApp.OpenAsync(
            (app, toStandIn) =>
            {
                app.UseRouting();
                if (policy is not null)
                {
                    app.UseCors();
                }

                app.MapPostHogProxy("/", PostHogRegion.Eu, toStandIn).RequireHost("127.0.0.1");
            },
            builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy ?? (_ => { }))));
        return await shop.VerifyAsync(new Uri($"http://127.0.0.1:{shop.Port}"), target => target with { PageOrigin = Page });
    }
}
