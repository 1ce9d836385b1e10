using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>
/// Rows are: api_host, ui_host, the app's proxies, what is found. A proxy is its region (or 'own', or '?' where it is not known) and its
/// path, with the host it requires behind an @; '+' says that there may be more. A hit is its id, the setting it stands at (c: the call)
/// and what is to be written there.
/// </summary>
public sealed class ClientRulesTests
{
    [Theory]
    [InlineData("https://us.i.posthog.com", "https://eu.posthog.com", "", "PHX2001 u https://us.posthog.com")]
    [InlineData("https://eu.i.posthog.com", "https://us.posthog.com", "", "PHX2001 u https://eu.posthog.com")]
    [InlineData("https://eu.i.posthog.com", "https://us.posthog.com", "eu /t7k2", "PHX2005 a /t7k2; PHX2001 u https://eu.posthog.com")]
    [InlineData("https://us-assets.i.posthog.com", "https://eu.posthog.com/", "", "PHX2001 u https://us.posthog.com")]
    public void Regions_that_differ_are_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("/t7k2", "https://us.posthog.com", "eu /t7k2", "PHX2002 u https://eu.posthog.com")]
    [InlineData("/T7k2/", "https://eu.posthog.com", "us /t7k2", "PHX2002 u https://us.posthog.com")]
    [InlineData("/b", "https://us.posthog.com", "us /a, eu /b", "PHX2002 u https://eu.posthog.com")]
    [InlineData("/shop/t7k2", "https://us.posthog.com", "eu /t7k2", "PHX2002 u https://eu.posthog.com")]
    [InlineData("https://e.shop.example", "https://us.posthog.com", "eu /@e.shop.example", "PHX2002 u https://eu.posthog.com")]
    [InlineData("https://shop.example/t7k2", "https://us.posthog.com", "eu /t7k2", "PHX2002 u https://eu.posthog.com")]
    [InlineData("https://shop.example/t7k2", "https://us.posthog.com", "eu /t7k2@*:443", "PHX2002 u https://eu.posthog.com")]
    [InlineData("https://e.shop.example", "https://us.posthog.com", "eu /@*.shop.example", "PHX2002 u https://eu.posthog.com")]
    [InlineData("https://e.shop.example", "https://us.posthog.com", "eu /@t.shop.example@e.shop.example", "PHX2002 u https://eu.posthog.com")]
    [InlineData("https://us.i.posthog.com", "https://us.posthog.com", "eu /t7k2", "PHX2002 a /t7k2")]
    [InlineData("https://us.i.posthog.com", "https://eu.posthog.com", "eu /t7k2", "PHX2002 a /t7k2")]
    [InlineData("https://eu.i.posthog.com", null, "us /a, us /b", "PHX2002 a https://us.i.posthog.com")]
    [InlineData("https://app.posthog.com", "https://eu.posthog.com", "eu /t7k2", "PHX2002 a /t7k2")]
    public void Another_region_than_the_proxy_is_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("/t7k2", null, "eu /t7k2", "PHX2003 a")]
    [InlineData("/t7k2", null, "", "PHX2003 a")]
    [InlineData("/t7k2", null, "own /t7k2", "PHX2003 a")]
    [InlineData("https://e.shop.example/", null, "own /@e.shop.example", "PHX2003 a")]
    [InlineData("/t7k2", "", "us /t7k2", "PHX2003 a")]
    [InlineData("https://e.shop.example/", null, "eu /@e.shop.example", "PHX2003 a")]
    [InlineData("https://shop.example/t7k2", null, "? /t7k2", "PHX2003 a")]
    [InlineData("/wrong", "https://us.i.posthog.com", "eu /t7k2", "PHX2006 a /t7k2; PHX2004 u https://eu.posthog.com")]
    [InlineData("/wrong", null, "us /t7k2", "PHX2006 a /t7k2; PHX2003 a")]
    public void A_missing_ui_host_is_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("/t7k2", "https://eu.i.posthog.com", "eu /t7k2", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/t7k2", "https://us.i.posthog.com", "", "PHX2004 u https://us.posthog.com")]
    [InlineData("/t7k2", "https://us.i.posthog.com", "eu /t7k2", "PHX2004 u https://eu.posthog.com")]
    [InlineData("https://us.i.posthog.com", "https://eu.i.posthog.com", "", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/t7k2", "https://eu-assets.i.posthog.com", "eu /t7k2", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/t7k2", "https://posthog.com", "us /t7k2", "PHX2004 u https://us.posthog.com")]
    [InlineData("/t7k2", "https://posthog.com", "", "PHX2004 u")]
    [InlineData("/t7k2", "/t7k2", "eu /t7k2", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/t7k2", "https://shop.example", "eu /t7k2", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/t7k2", "eu.posthog.com", "eu /t7k2", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/t7k2", "eu.posthog.com", "us /t7k2", "PHX2004 u https://us.posthog.com")]
    [InlineData("/b", "https://us.i.posthog.com", "us /a, eu /b", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/a", "https://us.i.posthog.com", "eu /a, own /b", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/a", "https://us.i.posthog.com", "eu /a, ? /b", "PHX2004 u https://eu.posthog.com")]
    [InlineData("/wrong", "https://us.i.posthog.com", "eu /t7k2 +", "PHX2004 u https://us.posthog.com")]
    [InlineData("https://eu.i.posthog.com", "https://posthog.com", "", "PHX2004 u https://eu.posthog.com")]
    [InlineData("https://eu.i.posthog.com", "//shop.example", "", "PHX2004 u https://eu.posthog.com")]
    public void A_ui_host_that_is_not_the_app_is_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("https://eu.i.posthog.com", "https://eu.posthog.com", "eu /t7k2", "PHX2005 a /t7k2")]
    [InlineData("https://us.i.posthog.com", null, "us /u, eu /e", "PHX2005 a /u")]
    [InlineData("https://us.i.posthog.com", null, "eu /t7k2 +", "PHX2005 a")]
    [InlineData("https://us.i.posthog.com", null, "us /@e.shop.example", "PHX2005 a https://e.shop.example")]
    [InlineData("https://us.i.posthog.com", null, "us /t7k2@e.shop.example", "PHX2005 a https://e.shop.example/t7k2")]
    [InlineData("https://us.i.posthog.com", null, "us /@*.shop.example", "PHX2005 a")]
    [InlineData("https://us.i.posthog.com", null, "us /@*", "PHX2005 a")]
    [InlineData("https://us.i.posthog.com", null, "us /a, us /b", "PHX2005 a")]
    [InlineData("https://us.i.posthog.com", null, "? ?", "PHX2005 a")]
    [InlineData("https://app.posthog.com", null, "us /t7k2", "PHX2005 a /t7k2")]
    [InlineData("https://eu-assets.i.posthog.com", null, "eu /t7k2", "PHX2005 a /t7k2")]
    [InlineData(null, "https://us.posthog.com", "us /t7k2", "PHX2005 c")]
    public void An_api_host_around_the_proxy_is_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("/wrong", "https://eu.posthog.com", "eu /t7k2", "PHX2006 a /t7k2")]
    [InlineData("/t7k2/e", "https://eu.posthog.com", "eu /t7k2", "PHX2006 a /t7k2")]
    [InlineData("/wrong", "https://eu.posthog.com", "eu /a, us /b", "PHX2006 a")]
    [InlineData("/", "https://eu.posthog.com", "eu /t7k2", "PHX2006 a /t7k2")]
    [InlineData("/wrong", "https://eu.posthog.com", "eu /@e.shop.example", "PHX2006 a https://e.shop.example")]
    public void A_path_of_no_proxy_is_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("https://app.posthog.com", null, "", "PHX2007 a https://us.i.posthog.com")]
    [InlineData("https://eu.posthog.com", null, "", "PHX2007 a https://eu.i.posthog.com")]
    [InlineData("https://internal-j.posthog.com", null, "", "PHX2007 a")]
    [InlineData("/t7k2", "https://app.posthog.com", "us /t7k2", "PHX2007 u https://us.posthog.com")]
    [InlineData("/t7k2", "https://app.posthog.com", "eu /t7k2", "PHX2007 u https://eu.posthog.com")]
    [InlineData("https://us-proxy-direct.i.posthog.com", "https://us.posthog.com", "own /t7k2", "PHX2007 a https://us.i.posthog.com")]
    public void A_legacy_host_is_found(string? api, string? ui, string proxies, string expected) => Check(api, ui, proxies, expected);

    [Theory]
    [InlineData("/t7k2", "https://eu.posthog.com", "eu /t7k2")]
    [InlineData("/t7k2/", "https://eu.posthog.com/", "eu /t7k2")]
    [InlineData("/t7k2", "//eu.posthog.com", "eu /t7k2")]
    [InlineData("/shop/t7k2", "https://eu.posthog.com", "eu /t7k2")]
    [InlineData("/t7k2", "https://us.posthog.com", "")]
    [InlineData("/t7k2", "https://us.posthog.com", "? /t7k2")]
    [InlineData("/t7k2", "https://us.posthog.com", "own /t7k2")]
    [InlineData("/t7k2", "https://posthog.shop.example", "own /t7k2")]
    [InlineData("/t7k2", "https://us.i.posthog.com", "own /t7k2")]
    [InlineData("/t7k2", "/t7k2", "")]
    [InlineData("/t7k2", "http://localhost:8010", "eu /t7k2")]
    [InlineData("/t7k2", "//localhost:8010", "eu /t7k2")]
    [InlineData("/b", "https://us.i.posthog.com", "eu /a, own /b")]
    [InlineData("/t7k2", "https://us.i.posthog.com", "own /t7k2, eu /t7k2")]
    [InlineData("https://posthog.shop.example", "https://us.i.posthog.com", "own /t7k2")]
    [InlineData("/a", "https://eu.posthog.com", "eu /a, own /b")]
    [InlineData("https://shop.example/t7k2", "https://eu.posthog.com", "us /t7k2@blog.example")]
    [InlineData("https://e.shop.example", "https://eu.posthog.com", "us /@a.example.e.shop.example")]
    [InlineData("https://e.myshop.example", "https://eu.posthog.com", "us /@*.shop.example")]
    [InlineData("https://shop.example", "https://eu.posthog.com", "us /@t.shop.example")]
    [InlineData("/wrong", "https://us.posthog.com", "eu /t7k2, eu /{tenant}")]
    [InlineData("/wrong", "https://us.posthog.com", "eu /t7k2, eu {tenant}")]
    [InlineData("/wrong", "https://us.posthog.com", "eu /t7k2 +")]
    [InlineData("/wrong", "https://us.posthog.com", "eu ?")]
    [InlineData("/wrong", "https://us.posthog.com", "eu /{tenant}/x")]
    [InlineData("/wrong", "https://us.posthog.com", "")]
    [InlineData("/t7k2", "https://us.posthog.com", "eu /t7k2, us /t7k2")]
    [InlineData("https://e.shop.example", "https://us.posthog.com", "eu /t7k2")]
    [InlineData("https://e.shop.example", null, "eu /t7k2")]
    [InlineData("https://e.shop.example", "https://e.shop.example", "")]
    [InlineData("https://e.shop.example", "https://eu.posthog.com", "eu /@e.shop.example")]
    [InlineData("https://e.shop.example", "https://eu.posthog.com", "eu /@*.shop.example:443")]
    [InlineData("http://localhost:5000/t7k2", "https://eu.posthog.com", "eu /t7k2")]
    [InlineData("https://eu.i.posthog.com", "https://eu.posthog.com", "")]
    [InlineData("https://eu.i.posthog.com", null, "")]
    [InlineData("https://eu.i.posthog.com", null, "own /t7k2")]
    [InlineData("https://us-assets.i.posthog.com", null, "")]
    [InlineData(null, "https://eu.posthog.com", "")]
    [InlineData(null, "https://us.posthog.com", "own /t7k2")]
    [InlineData(null, null, "")]
    [InlineData("https://eu.i.posthog.com.evil.example", "https://us.posthog.com", "eu /t7k2")]
    [InlineData("https://posthog.shop.example", "https://posthog.shop.example", "eu /t7k2")]
    [InlineData("${HOST}", "https://us.posthog.com", "eu /t7k2")]
    [InlineData("/t7k2", "${UI}", "eu /t7k2")]
    [InlineData("${HOST}", null, "eu /t7k2")]
    [InlineData("${HOST}", "/t7k2", "eu /t7k2")]
    public void A_set_up_that_may_be_right_is_left_alone(string? api, string? ui, string proxies) => Check(api, ui, proxies, "");

    [Fact]
    public void The_message_holds_the_value_the_place_and_the_cure()
    {
        var finding = Assert.Single(Judge("posthog.init('phc_1', { api_host: '/t7k2', ui_host: 'https://us.posthog.com' })", "eu /t7k2"));

        Assert.Equal("app.js", finding.Where);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal(
            "ui_host 'https://us.posthog.com' is of region US, but the proxy that api_host '/t7k2' leads to sends to EU. One of the two is wrong. "
            + "Write 'https://eu.posthog.com'.",
            finding.ToString());
    }

    [Fact]
    public void Going_back_to_the_proxy_asks_for_a_ui_host_too() =>
        Assert.EndsWith(
            "Write '/t7k2' and add ui_host: 'https://eu.posthog.com'.",
            Assert.Single(Judge("posthog.init('phc_1', { api_host: 'https://eu.i.posthog.com' })", "eu /t7k2")).ToString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("location.origin + '/wrong'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2006")]
    [InlineData("dev ? '/wrong' : '/wrong'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2006")]
    [InlineData("'https://app.' + 'posthog.com'", "'https://us.posthog.com'", "", "PHX2007")]
    [InlineData("'https://eu.i.' + 'posthog.com'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2005")]
    [InlineData("'/t7k2'", "'https://us.' + 'posthog.com'", "eu /t7k2", "PHX2002")]
    [InlineData("'/t7k2'", "'https://eu.i.' + 'posthog.com'", "eu /t7k2", "PHX2004")]
    public void A_value_of_several_pieces_is_found_without_a_replacement(string api, string ui, string proxies, string id)
    {
        var finding = Assert.Single(Judge($"posthog.init('phc_1', {{ api_host: {api}, ui_host: {ui} }})", proxies));

        Assert.Equal(id, finding.Id);
        Assert.Null(finding.Replacement);
    }

    [Fact]
    public void Calls_that_share_their_options_share_the_finding() =>
        Assert.Single(Judge(
            "const o = { api_host: '/t7k2', ui_host: 'https://us.posthog.com' }; posthog.init('phc_1', o); posthog.init('phc_2', o, 'b')",
            "eu /t7k2"));

    private static void Check(string? api, string? ui, string proxies, string expected)
    {
        var members = new[] { api is null ? null : $"api_host: '{api}'", ui is null ? null : $"ui_host: '{ui}'" }.OfType<string>();
        var text = $"posthog.init('phc_1', {{ {string.Join(", ", members)} }})";

        var found = Judge(text, proxies).Select(finding =>
        {
            var at = finding.Range!.Value;
            var place = at == new TextRange(0, "posthog.init".Length) ? "c"
                : api is not null && at == new TextRange(text.IndexOf("api_host: '", StringComparison.Ordinal) + 11, api.Length) ? "a"
                : ui is not null && at == new TextRange(text.IndexOf("ui_host: '", StringComparison.Ordinal) + 10, ui.Length) ? "u"
                : at.ToString();
            Assert.True(finding.Replacement is null || finding.Fix!.Contains($"'{finding.Replacement}'", StringComparison.Ordinal), finding.Fix);
            return $"{finding.Id} {place} {finding.Replacement}".TrimEnd();
        });

        Assert.Equal(expected, string.Join("; ", found));
    }

    private static IReadOnlyList<Finding> Judge(string text, string proxies) =>
        ClientRules.JudgeText(text, ClientLanguage.Script, Proxies(proxies.TrimEnd('+')), !proxies.EndsWith('+'), "app.js", TestContext.Current.CancellationToken);

    internal static List<MappedProxy> Proxies(string written) =>
        [.. written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one =>
        {
            var region = one.Split(' ')[0];
            var address = one.Split(' ')[1].Split('@');
            return new MappedProxy(
                address[0] == "?" ? null : address[0],
                region switch { "eu" => PostHogRegion.Eu, "us" => PostHogRegion.Us, _ => null },
                address[1..]) { IsSelfHosted = region == "own" };
        })];
}
