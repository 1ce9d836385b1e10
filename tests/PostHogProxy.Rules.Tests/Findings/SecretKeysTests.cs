using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

public sealed class SecretKeysTests
{
    // No real keys: the alphabet in order.
    private const string Personal = "phx_0123456789abcdefghijklmnopqrstuvwxyzABCDEF";
    private const string Project = "phs_0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

    [Theory]
    [InlineData("posthog.init('«»', { api_host: '/a', ui_host: 'https://eu.posthog.com' })", Personal)]
    [InlineData("const headers = { Authorization: 'Bearer «»' }", Personal)]
    [InlineData("{ \"PostHog\": { \"SecretKey\": \"«»\" } }", Project)]
    [InlineData("<!-- key: «» -->", Project)]
    [InlineData("POSTHOG_KEY=«»", Personal)]
    [InlineData("«»", Personal)]
    public void A_secret_key_is_found_at_its_place_and_masked(string marked, string key)
    {
        var text = marked.Replace("«»", key, StringComparison.Ordinal);

        var finding = Assert.Single(ClientRules.JudgeText(text, ClientLanguage.Script, [], false, "app.js", TestContext.Current.CancellationToken));

        Assert.Equal("PHX2008", finding.Id);
        Assert.Equal(new TextRange(marked.IndexOf('«', StringComparison.Ordinal), key.Length), finding.Range);
        Assert.Contains($"'{key[..4]}…'", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..6], finding.ToString(), StringComparison.Ordinal);
        Assert.Null(finding.Replacement);
    }

    [Theory]
    [InlineData("posthog.init('phc_0123456789abcdefghijklmnop', { api_host: 'https://eu.i.posthog.com' })")]
    [InlineData("keys start with phx_ or phs_")]
    [InlineData("'phx_your_personal_api_key_2026'")]
    [InlineData("'phx_XXXXXXXXXXXXXXXXXXXXXX1'")]
    [InlineData("'phx_PERSONALAPIKEYGOESHERE'")]
    [InlineData("'phx_...'")]
    [InlineData("'phx_abc1'")]
    [InlineData("phx_abcdef1")]
    [InlineData("phx_abcdefghij1")]
    [InlineData("phx_abcd1abcd1abcd1")]
    [InlineData("graphx_0123456789abcdefghijkl")]
    [InlineData("alpha-phx_0123456789abcdefghijkl")]
    [InlineData("PHX_0123456789abcdefghijkl")]
    [InlineData("")]
    public void What_only_looks_like_a_secret_key_is_left_alone(string text) => Assert.Empty(SecretKeys.Judge(text, "app.js"));

    [Theory]
    [InlineData("phx_abcdefghijk0")]
    [InlineData("phx_abcdefghijk9")]
    [InlineData("phs_abcde1abcde1")]
    public void Twelve_characters_of_six_kinds_with_a_digit_are_a_key(string key) => Assert.Single(SecretKeys.Judge(key, "app.js"));

    [Theory]
    [InlineData("phx_test", true)]
    [InlineData(" phs_your_key ", true)]
    [InlineData("phx_", false)]
    [InlineData("phc_0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void As_a_token_it_is_found_whatever_follows_its_prefix(string? value, bool isFound) =>
        Assert.Equal(isFound, SecretKeys.JudgeValue(value, new(3, 8), "app.js") is not null);

    [Fact]
    public void Every_key_of_a_text_is_found() =>
        Assert.Equal([0, 47], SecretKeys.Judge($"{Personal}\n{Project}", "app.js").Select(finding => finding.Range!.Value.Start));
}
