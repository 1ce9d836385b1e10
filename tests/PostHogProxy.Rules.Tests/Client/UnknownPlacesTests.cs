using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What cannot be read has a place all the same: ‹…› is the expression that a reader of a finding must look at.</summary>
public sealed class UnknownPlacesTests
{
    [Theory]
    [InlineData("{ api_host: ‹f('/a')› }")]
    [InlineData("{ api_host: ‹process.env.HOST || '/a'› }")]
    [InlineData("{ api_host: ‹host› }")]
    [InlineData("{ api_host: ‹named› }", "const named = f('/a'); ")]
    [InlineData("{ api_host: ‹a ? f() : '/a'› }")]
    [InlineData("{ api_host: a ? ‹'/a' : '/b'› }")]
    [InlineData("{ api_host: ‹'/a' + f()› }")]
    [InlineData("{ api_host: '‹{{ host }}›' }")]
    [InlineData("{ api_host: '‹›' }")]
    [InlineData("{ api_host: ‹`/a${f()}`› }")]
    [InlineData("{ debug: true, api_host: ‹f()›, autocapture: false }")]
    [InlineData("{ ‹api_host() { }› }")]
    [InlineData("{ ‹get api_host() { return '/a' }› }")]
    [InlineData("{ api_host: '/a', ‹[key]: '/b'› }")]
    [InlineData("{ api_host: '/a', ...‹more› }")]
    [InlineData("{ api_host: '/a', ...‹more()› }")]
    [InlineData("{ api_host: '/a', ...(dev && { api_host: '‹/b›' }) }")]
    [InlineData("‹more›")]
    [InlineData("‹more()›")]
    [InlineData("‹more || { api_host: '/a' }›")]
    [InlineData("‹given›")]
    [InlineData("{ debug: true, api_host: '‹/a›' }", "x.api_host = '/b'; ")]
    public void It_is_the_expression(string marked, string before = "")
    {
        var (text, range) = Parse($"const given = {{ api_host: '/a' }}; add(given); {before}posthog.init('phc_1', {marked})");
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script), setup => setup.Token.Value == "phc_1");

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Equal(range, setup.ApiHost.Range);
    }

    [Fact]
    public void Where_another_SDKs_host_stands_it_is_the_object()
    {
        var (text, range) = Parse("posthog.init('phc_1', ‹{› host: '/a' })");

        Assert.Equal(range, Assert.Single(ClientSetups.Find(text, ClientLanguage.Script)).ApiHost.Range);
    }

    [Fact]
    public void Of_lite_options_it_is_the_argument()
    {
        var (text, range) = Parse("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1', ‹more()›)");

        Assert.Equal(range, Assert.Single(ClientSetups.Find(text, ClientLanguage.Script)).ApiHost.Range);
    }

    private static (string Text, TextRange Range) Parse(string marked)
    {
        var open = marked.IndexOf('‹', StringComparison.Ordinal);
        var close = marked.IndexOf('›', StringComparison.Ordinal);
        return (marked[..open] + marked[(open + 1)..close] + marked[(close + 1)..], new(open, close - open - 1));
    }
}
