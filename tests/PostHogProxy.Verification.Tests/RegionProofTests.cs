using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification.Tests;

public sealed class RegionProofTests
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    [Theory]
    [InlineData(PostHogRegion.Eu, Eu, "The token phc_Stan… belongs to the region Eu, where the proxy sends to.")]
    [InlineData(PostHogRegion.Us, Us, "The token phc_Stan… belongs to the region Us, where the proxy sends to.")]
    public async Task A_token_of_the_proxys_region_is_proven(PostHogRegion region, string token, string message)
    {
        await using var link = await PostHogLink.OpenAsync();

        var finding = await ProveAsync(link, ProofHosts.OfRegion(region), token);

        Assert.Equal(new Finding("PHX5000", FindingSeverity.Info, message, "phc_Stan…"), finding);
        Assert.Equal(
            [$"GET https://eu-assets.i.posthog.com/array/{token}/config", $"GET https://us-assets.i.posthog.com/array/{token}/config"],
            link.Asked);
    }

    [Fact]
    public async Task A_token_of_the_other_region_is_an_error_with_the_cure()
    {
        await using var link = await PostHogLink.OpenAsync();

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), Us);

        Assert.Equal(
            new Finding(
                "PHX5001",
                FindingSeverity.Error,
                "The token phc_Stan… belongs to the region Us, but the proxy sends to Eu: PostHog answers 200 to its events and drops them.",
                "phc_Stan…",
                "Set the proxy's region to Us, or use the token of a project in Eu."),
            finding);
    }

    [Fact]
    public async Task A_token_that_no_region_knows_is_an_error()
    {
        await using var link = await PostHogLink.OpenAsync();

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), "phc_mistyped");

        Assert.Equal("PHX5002", finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.StartsWith("Neither Eu nor Us knows the token phc_mist…:", finding.Message, StringComparison.Ordinal);
    }

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
            "Whether Us knows it could not be asked: us-assets.i.posthog.com answered 503, us.i.posthog.com answered 503.",
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
            "Whether the token phc_Stan… belongs to the region Eu could not be proven: "
            + "eu-assets.i.posthog.com answered 200 with an HTML page, eu.i.posthog.com answered 503.",
            finding.Message);
    }

    [Fact]
    public async Task Without_a_way_out_nothing_is_proven()
    {
        await using var link = await PostHogLink.OpenAsync(configure: handler => handler.ConnectCallback = PostHogLink.Refuse);

        var finding = await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Us), Us);

        Assert.Equal("PHX5004", finding.Id);
        Assert.EndsWith("us-assets.i.posthog.com takes no connection, us.i.posthog.com takes no connection.", finding.Message, StringComparison.Ordinal);
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

    [Fact]
    public async Task Every_token_has_its_own_finding()
    {
        await using var link = await PostHogLink.OpenAsync();
        var proof = new RegionProof(link.Invoker, ProofHosts.OfRegion(PostHogRegion.Eu));

        var findings = await proof.ProveAsync([Eu, Us, "phc_none"], TestContext.Current.CancellationToken);

        Assert.Equal(["PHX5000", "PHX5001", "PHX5002"], findings.Select(finding => finding.Id));
    }

    [Fact]
    public async Task With_scripts_of_its_own_a_proxy_asks_PostHogs_ingest_host()
    {
        await using var link = await PostHogLink.OpenAsync();

        var finding = await ProveAsync(link, ProofHosts.OfRegionWithOwnAssets(PostHogRegion.Eu), Eu);

        Assert.Equal("PHX5000", finding.Id);
        Assert.Equal(
            [$"GET https://eu.i.posthog.com/array/{Eu}/config", $"GET https://us-assets.i.posthog.com/array/{Eu}/config"], link.Asked);
    }

    [Theory]
    [InlineData(Eu, "PHX5000", "The token phc_Stan… belongs to https://eu.i.posthog.com, where the proxy sends to.")]
    [InlineData(Us, "PHX5005", "https://eu.i.posthog.com does not know the token phc_Stan…, or is a PostHog from before /array/<token>/config.")]
    public async Task A_PostHog_of_ones_own_is_asked_and_nobody_else(string token, string id, string message)
    {
        await using var link = await PostHogLink.OpenAsync();

        var finding = await ProveAsync(link, ProofHosts.OfOrigin(new Uri("https://eu.i.posthog.com")), token);

        Assert.Equal((id, message), (finding.Id, finding.Message));
        Assert.Equal([$"GET https://eu.i.posthog.com/array/{token}/config"], link.Asked);
    }

    [Fact]
    public async Task The_questions_can_be_told_from_a_visitors()
    {
        await using var link = await PostHogLink.OpenAsync();

        await ProveAsync(link, ProofHosts.OfRegion(PostHogRegion.Eu), Eu);

        Assert.All(link.PostHog.Journal.Requests, request =>
            Assert.Equal(["PostHogProxy-Verification"], request.HeaderValues("User-Agent")));
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
