using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Pomerium.Tests.Checks;

public sealed class NameTests
{
    private const string Clean = "allow_public_unauthenticated_access: true, pass_identity_headers: false, remove_request_headers: [Cookie]";

    private static string Under(string path) => $"routes: [{{from: https://e.test, to: https://us.i.posthog.com, prefix: {path}/flags/, prefix_rewrite: /flags/, {Clean}}}]\n";

    // The severities of PHX1001, PHX1002 and PHX1002 of a host, as docs/rules has them.
    [Theory]
    [InlineData("/ingest", "Warning", "'/ingest/*^ip='")]
    [InlineData("/tracking/events", "Warning", "'/tracking/events/*'")]
    [InlineData("/telemetry", "Warning", "PostHog's guide advises against")]
    public void A_path_is_as_bad_here_as_in_the_app(string path, string severity, string said)
    {
        var finding = Assert.Single(PomeriumChecks.Of(PomeriumConfiguration.Read(Under(path))));

        Assert.Equal(("PHX4044", severity), (finding.Id, finding.Severity.ToString()));
        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
        Assert.Matches("Choose a path of your own, such as \"/[a-z0-9]{5}\".* api_host", finding.Fix);
    }

    [Theory]
    [InlineData("posthog.shop.test", "Warning")]
    [InlineData("stats.shop.test", "Info")]
    public void A_host_is_as_bad_here_as_in_the_app(string host, string severity)
    {
        var finding = Assert.Single(PomeriumChecks.Of(PomeriumConfiguration.Read($"routes: [{{from: https://{host}, to: https://us.i.posthog.com, prefix: /flags/, {Clean}}}]\n")));

        Assert.Equal(("PHX4044", severity), (finding.Id, finding.Severity.ToString()));
        Assert.Contains("first label of your own", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_the_teams_own_is_asked_as_well()
    {
        var configuration = PomeriumConfiguration.Read(Under("/t7x"));

        Assert.Empty(PomeriumChecks.Of(configuration));
        Assert.Empty(PomeriumChecks.Of(PomeriumConfiguration.Read(Under("/k3fw"))));
        Assert.Contains("'/t7x/*' of Ours", Assert.Single(PomeriumChecks.Of(configuration, [FilterList.Parse("/t7x/*\n", "Ours")])).Message, StringComparison.Ordinal);
    }
}
