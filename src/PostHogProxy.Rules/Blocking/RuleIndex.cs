namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// Finds the few rules that can match an address: each stands under four characters that every address it matches must hold, the four
/// that fewest other rules stand under.
/// </summary>
internal sealed class RuleIndex
{
    private const int Width = 4;

    private readonly Dictionary<uint, List<FilterRule>> _buckets = [];
    private readonly List<FilterRule> _others = [];

    public int Count { get; private set; }

    public void Add(FilterRule rule)
    {
        Count++;
        var best = (Key: 0u, Bucket: default(List<FilterRule>), Size: int.MaxValue);
        foreach (var literal in rule.Literals)
        {
            for (var at = 0; at + Width <= literal.Length && best.Size > 0; at++)
            {
                var key = KeyAt(literal, at);
                var bucket = _buckets.TryGetValue(key, out var found) ? found : null;
                if ((bucket?.Count ?? 0) < best.Size)
                {
                    best = (key, bucket, bucket?.Count ?? 0);
                }
            }
        }

        if (best.Size == int.MaxValue)
        {
            _others.Add(rule);
        }
        else if (best.Bucket is null)
        {
            _buckets.Add(best.Key, [rule]);
        }
        else
        {
            best.Bucket.Add(rule);
        }
    }

    /// <summary>Every rule that matches; one may come twice.</summary>
    public IEnumerable<FilterRule> Matching(RequestUrl url)
    {
        foreach (var rule in _others)
        {
            if (rule.Matches(url))
            {
                yield return rule;
            }
        }

        var text = url.Lower;
        for (var at = 0; at + Width <= text.Length; at++)
        {
            if (!_buckets.TryGetValue(KeyAt(text, at), out var bucket))
            {
                continue;
            }

            foreach (var rule in bucket)
            {
                if (rule.Matches(url))
                {
                    yield return rule;
                }
            }
        }
    }

    private static uint KeyAt(string text, int at) =>
        ((uint)text[at] << 24) ^ ((uint)text[at + 1] << 16) ^ ((uint)text[at + 2] << 8) ^ text[at + 3];
}
