using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification.Tests;

public sealed class UnclearAnswerTests
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    [Theory]
    [InlineData("403")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("broken")]
    [InlineData("page")]
    public async Task Where_the_assets_host_gives_no_clear_answer_the_ingest_host_does(string ill)
    {
        await using var link = await PostHogLink.OpenAsync(host => host == "eu-assets.i.posthog.com" ? Act(ill) : null);

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), Eu);

        Assert.Equal("PHX5000", finding.Id);
        Assert.Contains($"GET https://eu.i.posthog.com/array/{Eu}/config", link.Asked);
    }

    [Fact]
    public async Task When_home_is_away_and_the_other_region_knows_the_token_it_is_a_mismatch_all_the_same()
    {
        await using var link = await PostHogLink.OpenAsync(host => IsEu(host) ? Act("503") : null);

        Assert.Equal("PHX5001", (await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), Us)).Id);
    }

    [Fact]
    public async Task When_home_says_no_and_the_other_region_is_away_events_are_lost_all_the_same()
    {
        await using var link = await PostHogLink.OpenAsync(host => IsEu(host) ? null : Act("503"));

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), Us);

        Assert.Equal("PHX5003", finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.EndsWith(
            "The proxy couldn't ask Us: us-assets.i.posthog.com answered 503, us.i.posthog.com answered 503.",
            finding.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_home_is_away_and_the_other_region_says_no_nothing_is_proven()
    {
        await using var link = await PostHogLink.OpenAsync(host => !IsEu(host) ? null : host.Contains("assets", StringComparison.Ordinal) ? Act("page") : Act("503"));

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), Eu);

        Assert.Equal("PHX5004", finding.Id);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal(
            "The proxy couldn't check whether the token phc_Stan… belongs to the region Eu: "
            + "eu-assets.i.posthog.com answered 200 with an HTML page, eu.i.posthog.com answered 503.",
            finding.Message);
    }

    [Fact]
    public async Task Without_a_way_out_nothing_is_proven()
    {
        await using var link = await PostHogLink.OpenAsync(configure: handler => handler.ConnectCallback = PostHogLink.Refuse);

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Us), Us);

        Assert.Equal("PHX5004", finding.Id);
        Assert.EndsWith("us-assets.i.posthog.com refuses connections, us.i.posthog.com refuses connections.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up()
    {
        await using var link = await PostHogLink.OpenAsync(_ => context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var proof = new RegionProof(link.Invoker, ProofHosts.OfRegion(PostHogRegion.Eu), TimeSpan.FromMilliseconds(200));

        var finding = Assert.Single(await proof.ProveAsync([Eu], TestContext.Current.CancellationToken));

        Assert.Equal("PHX5004", finding.Id);
        Assert.EndsWith("eu-assets.i.posthog.com did not answer in time, eu.i.posthog.com did not answer in time.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_is_cancelled_says_nothing()
    {
        using var stop = new CancellationTokenSource();
        await using var link = await PostHogLink.OpenAsync(_ => context =>
        {
            stop.Cancel();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var proof = new RegionProof(link.Invoker, ProofHosts.OfRegion(PostHogRegion.Eu));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proof.ProveAsync([Eu], stop.Token));
    }

    private static bool IsEu(string host) => host.StartsWith("eu", StringComparison.Ordinal);

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Act(string ill) => ill switch
    {
        "broken" => PostHogLink.Break,
        "page" => PostHogLink.Page,
        _ => context => PostHogLink.Answer(context, int.Parse(ill, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static async Task<Finding> ProveAsync(PostHogLink link, ProofHosts hosts, string token) =>
        Assert.Single(await new RegionProof(link.Invoker, hosts).ProveAsync([token], TestContext.Current.CancellationToken));
}
