using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A text in which what must be found stands in «marks».</summary>
internal static class MarkedText
{
    /// <summary>The text without its marks, and where they stood.</summary>
    public static (string Text, IReadOnlyList<TextRange> Marks) Parse(string marked)
    {
        var marks = new List<TextRange>();
        var text = marked;
        for (var open = text.IndexOf('«', StringComparison.Ordinal); open >= 0; open = text.IndexOf('«', StringComparison.Ordinal))
        {
            var close = text.IndexOf('»', StringComparison.Ordinal);
            marks.Add(new(open, close - open - 1));
            text = text[..open] + text[(open + 1)..close] + text[(close + 1)..];
        }

        return (text, marks);
    }
}
