using System.Text;
using System.Text.RegularExpressions;

namespace PostHogProxy.Analyzers.Tests.Prose;

/// <summary>The sentences of a Markdown page: of its paragraphs, list items, headings and table cells, without code.</summary>
internal static partial class PageText
{
    public static IEnumerable<Sentence> Sentences(string page)
    {
        foreach (var (line, text) in Blocks(page))
        {
            foreach (var sentence in SentenceEnd().Split(Plain(text)))
            {
                yield return new(line, sentence, Words().Count(sentence));
            }
        }
    }

    private static IEnumerable<(int Line, string Text)> Blocks(string page)
    {
        var paragraph = new StringBuilder();
        var start = 0;
        var isCode = false;
        foreach (var (index, raw) in page.Split('\n').Append("").Index())
        {
            var line = raw.Trim().TrimStart('>', ' ');
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            var isItem = ListItem().IsMatch(line);
            var standsAlone = line.Length == 0 || isFence || line[0] is '|' or '#' || line.StartsWith("![", StringComparison.Ordinal);
            if (paragraph.Length > 0 && (standsAlone || isItem || isCode))
            {
                yield return (start, paragraph.ToString());
                paragraph.Clear();
            }

            if (isFence)
            {
                isCode = !isCode;
            }
            else if (isCode || line.Length == 0)
            {
                continue;
            }
            else if (line[0] == '|')
            {
                foreach (var cell in Bar().Split(line.Trim('|')).Where(cell => !Rule().IsMatch(cell)))
                {
                    yield return (index + 1, cell);
                }
            }
            else if (standsAlone)
            {
                yield return (index + 1, line.TrimStart('#', ' '));
            }
            else
            {
                start = paragraph.Length == 0 ? index + 1 : start;
                paragraph.Append(' ').Append(ListItem().Replace(line, ""));
            }
        }
    }

    // Code and an address count as one word each; of a link, its text is read.
    private static string Plain(string text) => Emphasis().Replace(Link().Replace(Code().Replace(text, "CODE"), "$1"), "");

    [GeneratedRegex("`[^`]*`|<https?://[^>]*>")]
    private static partial Regex Code();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*|__|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"^(?:[-*]|\d+\.)\s+")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"^\s*:?-+:?\s*$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<=[.!?])[)""”]?\s+(?=[A-Z""“(\d])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\S*\w\S*")]
    private static partial Regex Words();

    /// <param name="Line">Where its paragraph begins.</param>
    /// <param name="Text">Without code and links.</param>
    /// <param name="Words">How many words it has.</param>
    internal sealed record Sentence(int Line, string Text, int Words);
}
