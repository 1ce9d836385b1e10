namespace PostHogProxy.Tool;

/// <summary>Line and column of places in a text, both from 1, as editors count.</summary>
internal sealed class TextPosition(string text)
{
    private readonly List<int> _starts = [0, .. Enumerable.Range(0, text.Length).Where(at => text[at] == '\n').Select(at => at + 1)];

    public (int Line, int Column) Of(int at)
    {
        var found = _starts.BinarySearch(at);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, at - _starts[line] + 1);
    }
}
