using System.Globalization;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>One upstream (P:config/custom.go, ParseWeightedURL).</summary>
internal sealed record ModelTarget(GoUrl Url, uint Weight, string Identity)
{
    public static IEnumerable<ModelTarget> ParseAll(Node value) => Texts(value).Select(Parse);

    private static ModelTarget Parse(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        uint weight = 0;
        if (comma >= 0 && (!uint.TryParse(text[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out weight) || weight == 0))
        {
            throw new NotTakenException($"the weight of {text}");
        }

        var url = GoUrl.Parse(comma < 0 ? text : text[..comma]);
        return url.Hostname.Length == 0 && !url.IsUnix
            ? throw new NotTakenException("endpoint hostname must be specified")
            : new(url, weight, $"{url.Scheme}://{url.Host}{url.Path} {weight}");
    }

    // StringSlice.UnmarshalJSON: whatever is in it, at any depth, is a URL.
    private static IEnumerable<string> Texts(Node value) => value switch
    {
        NullNode => [],
        TextNode text => [text.Value],
        FlagNode flag => [flag.Value ? "true" : "false"],
        WholeNode or FractionNode => [Weak.Text(value)],
        DateNode date => [date.Value + "T00:00:00Z"],
        ListNode list => list.Items.SelectMany(Texts),
        MapNode map => map.Entries.SelectMany(entry => Texts(entry.Value)),
        _ => throw new InvalidOperationException(),
    };
}
