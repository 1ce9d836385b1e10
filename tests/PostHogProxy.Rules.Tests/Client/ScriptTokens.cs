using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>
/// Cuts a script into tokens for a test: ‹ and › mark where the stretch that is read starts and ends, ⟨ and ⟩ go around a hole in it. Without
/// the marks the whole text is read.
/// </summary>
internal static class ScriptTokens
{
    /// <summary>The tokens with a space between them; in front of each what it is, where its first character does not tell.</summary>
    public static string Of(string marked, bool hasJsx = true)
    {
        var tree = Tree(marked, hasJsx);
        return string.Join(' ', Enumerable.Range(0, tree.Count).Select(i => Sign(tree[i].Kind) + tree.Written(i)));
    }

    /// <summary>The tokens that start a line.</summary>
    public static string StartingLines(string marked)
    {
        var tree = Tree(marked);
        return string.Join(' ', Enumerable.Range(0, tree.Count).Where(i => tree[i].StartsLine).Select(tree.Written));
    }

    public static ScriptTree Tree(string marked, bool hasJsx = true)
    {
        var text = new System.Text.StringBuilder();
        var holes = new List<TextRange>();
        var (start, end, hole) = (0, -1, 0);
        foreach (var c in marked)
        {
            switch (c)
            {
                case '‹':
                    start = text.Length;
                    break;
                case '›':
                    end = text.Length;
                    break;
                case '⟨':
                    hole = text.Length;
                    break;
                case '⟩':
                    holes.Add(new(hole, text.Length - hole));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        var view = new ScriptView(start, end < 0 ? text.Length : end, holes, hasJsx, Level: 0);
        return ScriptLexer.Read(text.ToString(), view, new(TestContext.Current.CancellationToken));
    }

    private static string Sign(TokenKind kind) => kind switch
    {
        TokenKind.Number => "number:",
        TokenKind.Regex => "regex:",
        TokenKind.BrokenString => "broken:",
        TokenKind.TagOpen or TokenKind.TagEnd => "tag:",
        TokenKind.ClosingTag => "closing:",
        TokenKind.Hole => "hole:",
        _ => "",
    };
}
