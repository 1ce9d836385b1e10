using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>PHX3004: what would stop the start. Where a value is wrong the finding stands at the value, where a key is, at the key.</summary>
public sealed class ProxySectionRulesTests
{
    [Theory]
    [InlineData("""{ "PostHogProxy": { "Regoin": "Eu" } }""", "\"Regoin\"", "\"Region\"")]
    [InlineData("""{ "PostHogProxy:Regoin": "Eu" }""", "\"PostHogProxy:Regoin\"", "\"Region\"")]
    [InlineData("""{ "PostHogProxy": { "Regoin": null } }""", "\"Regoin\"", "\"Region\"")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "Enabld": true } } }""", "\"Enabld\"", "\"Enabled\"")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { "Includ": "All" } } }""", "\"Includ\"", "\"Include\"")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "Disabld": true } } } }""", "\"Disabld\"", "\"Disabled\"")]
    [InlineData("""{ "PostHogProxy": { "maps": { "shop": { "Disabld": true } } } }""", "\"Disabld\"", "\"Disabled\"")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "AssetCache": { "Enabld": true } } } } }""", "\"Enabld\"", "\"Enabled\"")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "Outbox": { } } } } }""", "\"Outbox\"", null)]
    [InlineData("""{ "PostHogProxy": { "Whatever": 1 } }""", "\"Whatever\"", null)]
    public void A_key_that_nothing_reads_is_found_at_the_key(string text, string place, string? replacement)
    {
        var finding = Assert.Single(Judge(text));

        Assert.Equal(("PHX3004", "appsettings.json", replacement), (finding.Id, finding.Where, finding.Replacement));
        Assert.Equal(new TextRange(text.IndexOf(place, StringComparison.Ordinal), place.Length), finding.Range);
        Assert.StartsWith("Correct the key", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "PostHogProxy": { "Region": "Europe" } }""", "\"Europe\"", "is not a region")]
    [InlineData("""{ "PostHogProxy": { "Disabled": "maybe" } }""", "\"maybe\"", "is not a switch")]
    [InlineData("""{ "PostHogProxy": { "MaxRequestBodySize": 0 } }""", "0", "above 0 bytes")]
    [InlineData("""{ "PostHogProxy": { "MaxRequestBodySize": "64 MB" } }""", "\"64 MB\"", "is not a number of bytes")]
    [InlineData("""{ "PostHogProxy": { "MaxConcurrentRequests": 0 } }""", "0", "above 0, or null for no limit")]
    [InlineData("""{ "PostHogProxy": { "ConnectTimeout": "00:00:00" } }""", "\"00:00:00\"", "above zero and at most one hour")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "MaximumBytes": 65535 } } }""", "65535", "at least 65536 bytes")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "StaleIfError": "366.00:00:00" } } }""", "\"366.00:00:00\"", "at most 365 days")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": "on" } }""", "\"on\"", "is not a section")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "/x" } }""", "\"/x\"", "IngestOrigin")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "ftp://shop.example" } }""", "\"ftp://shop.example\"", "absolute http or https URL")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "IngestOrigin": "https://us.i.posthog.com" } }""", "\"https://us.i.posthog.com\"", "are of Eu")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "AssetsOrigin": "https://us-assets.i.posthog.com" } }""", "\"https://us-assets.i.posthog.com\"", "are of Eu")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://eu.i.posthog.com", "AssetsOrigin": "https://us-assets.i.posthog.com" } }""", "\"https://us-assets.i.posthog.com\"", "are of Eu")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "UiHost": "https://us.posthog.com" } }""", "\"https://us.posthog.com\"", "the proxy sends to Eu")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://eu.i.posthog.com", "UiHost": "https://us.posthog.com" } }""", "\"https://us.posthog.com\"", "the proxy sends to Eu")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "Region": "Eu", "UiHost": "https://us.posthog.com" } } } }""", "\"https://us.posthog.com\"", "the proxy sends to Eu")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "Region": "Europe" } } } }""", "\"Europe\"", "PostHogProxy:Maps:shop:Region")]
    [InlineData("""{ "PostHogProxy": { "ProjectTokens": ["phc_ä"] } }""", "\"phc_ä\"", "ProjectTokens")]
    [InlineData("""{ "PostHogProxy": { "ProjectTokens": [""] } }""", "\"\"", "ProjectTokens")]
    public void A_value_that_stops_the_start_is_found_at_the_value(string text, string place, string what)
    {
        var finding = Assert.Single(Judge(text));

        Assert.Equal(("PHX3004", "appsettings.json"), (finding.Id, finding.Where));
        Assert.Equal(new TextRange(text.LastIndexOf(place, StringComparison.Ordinal), place.Length), finding.Range);
        Assert.Contains(what, finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("Correct the value", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "PostHogProxy": { "Region": "eu", "Path": "/k3fw", "Disabled": true } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": null, "MaxConcurrentRequests": null } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "Enabled": false, "MaximumBytes": 65536 } } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { "StaleIfError": "365.00:00:00", "FallbackDuration": "00:00:00" } } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetCache": { } } }""")]
    [InlineData("""{ "PostHogProxy": { "Outbox": { "Mode": "WriteAhead", "Include": "Events, Replay" } } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { } } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { } } } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": null } } }""")]
    [InlineData("""{ "PostHogProxy": { "Maps": { "shop": { "Path": "/a", "Region": "Us" }, "blog": { "Path": "/b", "Region": "Eu" } } } }""")]
    [InlineData("""{ "PostHogProxy": { "ProjectTokens": [] } }""")]
    [InlineData("""{ "PostHogProxy": { "ProjectTokens": ["phc_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"] } }""")]
    [InlineData("""{ "PostHogProxy": { "ProjectTokens": ["phx_0123456789abcdefghijklmnopqrstuvwxyzABCDEF"] } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "IngestOrigin": "https://eu.i.posthog.com", "AssetsOrigin": "https://eu-assets.i.posthog.com", "UiHost": "https://eu.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "Region": "Eu", "IngestOrigin": "https://posthog.shop.example", "UiHost": "https://us.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "IngestOrigin": "https://us.i.posthog.com", "AssetsOrigin": "https://us-assets.i.posthog.com" } }""")]
    [InlineData("""{ "PostHogProxy": { "AssetsOrigin": "https://us-assets.i.posthog.com" }, "Region": "Eu" }""")]
    [InlineData("""{ "PostHogProxyToo": { "Regoin": "Eu" } }""")]
    [InlineData("""{ "PostHogProxy": 1 }""")]
    [InlineData("""{ "PostHog": { "Region": "Europe" } }""")]
    public void What_the_app_starts_with_is_left_alone(string text) => Assert.Empty(Judge(text));

    [Fact]
    public void What_stands_below_an_unknown_key_is_said_once() =>
        Assert.Single(Judge("""{ "PostHogProxy": { "Proxies": { "shop": { "Regoin": "Eu" } } } }"""));

    private static List<Finding> Judge(string text) =>
        [.. ProxySectionRules.Judge(SettingsFile.Read(text, "appsettings.json", TestContext.Current.CancellationToken)!)];
}
