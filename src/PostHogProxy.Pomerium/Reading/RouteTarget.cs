using System.Globalization;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>One entry of <c>to</c>, with its load-balancing weight where it has one.</summary>
/// <param name="Text">The URL as written, without the weight.</param>
/// <param name="Range">Where the URL is written.</param>
/// <param name="Url">The URL; null where Pomerium refuses it.</param>
/// <param name="Weight">0 where none is written.</param>
/// <param name="Problem">Why Pomerium refuses the entry; null where it does not.</param>
internal sealed record RouteTarget(string Text, TextRange Range, PomeriumUrl? Url, uint Weight, string? Problem)
{
    public PostHogHost Host => Url is null ? default : PostHogHost.Of(Url.Host);

    /// <summary>Whether this leads to PostHog: what has to be public and must not carry the visitor's cookies.</summary>
    public bool IsPostHog => Host.Kind != HostKind.Foreign;

    public static RouteTarget Read(ScalarNode node)
    {
        // Nothing is trimmed (P:config/custom.go, weightedString).
        var text = node.Value;
        var comma = text.IndexOf(',');
        var url = comma < 0 ? text : text.Substring(0, comma);
        uint weight = 0;
        string? problem = null;
        if (comma >= 0)
        {
            var written = text.Substring(comma + 1);
            if (!uint.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out weight))
            {
                problem = $"has the weight '{written}', which isn't a whole number{(written.Trim() == written ? "" : " with the space in it")}";
            }
            else if (weight == 0)
            {
                problem = "has the weight 0, which Pomerium refuses";
            }
        }

        var parsed = PomeriumUrl.Parse(url, out var wrong);
        if (parsed is { IsUnix: false, Host.Length: 0 })
        {
            (parsed, wrong) = (null, "has no host");
        }

        var skipped = node.IsPlain ? 0 : 1;
        var range = comma >= 0 && node.Range.Length >= url.Length + skipped ? new TextRange(node.Range.Start + skipped, url.Length) : node.Range;
        return new(url, range, parsed, weight, wrong ?? problem);
    }
}
