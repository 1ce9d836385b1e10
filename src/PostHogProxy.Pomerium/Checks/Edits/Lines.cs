using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>The lines of a text by places in it.</summary>
internal static class Lines
{
    /// <summary>Where the line of a place starts.</summary>
    public static int Start(string text, int index) => index == 0 ? 0 : text.LastIndexOf('\n', index - 1) + 1;

    /// <summary>Where the line of a place ends, before its line break.</summary>
    public static int End(string text, int index)
    {
        var end = text.IndexOf('\n', index);
        end = end < 0 ? text.Length : end;
        return end > index && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the next line starts; the end of the text where there is none.</summary>
    public static int Next(string text, int index)
    {
        var end = text.IndexOf('\n', index);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>The first sign of a line that is no white space: its line break, or the end of the text, where there is none.</summary>
    public static int FirstSign(string text, int line)
    {
        while (line < text.Length && (text[line] is ' ' or '\t'))
        {
            line++;
        }

        return line;
    }

    public static bool IsBlank(string text, int line) => FirstSign(text, line) is var at && (at == text.Length || text[at] is '\r' or '\n');

    /// <summary>The line break the text uses.</summary>
    public static string Break(string text)
    {
        var first = text.IndexOf('\n');
        return first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
    }

    public static int Column(string text, int index) => index - Start(text, index);

    /// <summary>A text in double quotes, as YAML and JSON read it back.</summary>
    public static string Quoted(string text) => '"' + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + '"';

    /// <summary>Whether a piece lies on one line.</summary>
    public static bool IsOne(string text, TextRange range) => text.IndexOf('\n', range.Start, range.Length) < 0;
}
