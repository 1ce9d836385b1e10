using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification.Tests;

public sealed class RegionProofTests
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    [Theory]
    [InlineData(PostHogRegion.Eu, Eu, "The token phc_Stan… belongs to the region Eu, where the proxy sends events.")]
    [InlineData(PostHogRegion.Us, Us, "The token phc_Stan… belongs to the region Us, where the proxy sends events.")]
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
                "The token phc_Stan… belongs to the region Us, but the proxy sends to Eu. PostHog answers 200 to its events and drops them.",
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
        Assert.StartsWith("Neither Eu nor Us knows the token phc_mist….", finding.Message, StringComparison.Ordinal);
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
    [InlineData(Eu, "PHX5000", "The token phc_Stan… belongs to https://eu.i.posthog.com, where the proxy sends events.")]
    [InlineData(Us, "PHX5005", "https://eu.i.posthog.com doesn't know the token phc_Stan…, or is a PostHog older than /array/<token>/config.")]
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

    private static async Task<Finding> ProveAsync(PostHogLink link, ProofHosts hosts, string token) =>
        Assert.Single(await new RegionProof(link.Invoker, hosts).ProveAsync([token], TestContext.Current.CancellationToken));
}
