using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Yaml;

/// <summary>From the places of a text that is a value in a file to the places of that file.</summary>
internal sealed class InnerPlaces
{
    /// <summary>The inner text is the file's own.</summary>
    public static readonly InnerPlaces Same = new([], null);

    private readonly (int Inner, int Outer)[] _lines;
    private readonly TextRange? _whole;

    private InnerPlaces((int Inner, int Outer)[] lines, TextRange? whole)
    {
        _lines = lines;
        _whole = whole;
    }

    /// <param name="file">The text of the file.</param>
    /// <param name="scalar">The value that is the inner text.</param>
    public static InnerPlaces Of(string file, ScalarNode scalar)
    {
        var start = scalar.Range.Start;
        if (start < file.Length && file[start] == '|' && OfBlock(file, scalar) is { } lines)
        {
            return new(lines, null);
        }

        // Without a break and an escape, the text stands in the file as it is.
        var from = scalar.IsPlain || start >= file.Length || file[start] is not ('"' or '\'') ? start : start + 1;
        return string.CompareOrdinal(file, from, scalar.Value, 0, scalar.Value.Length) == 0 ? new([(0, from)], null) : new([], scalar.Range);
    }

    /// <summary>The same where the outer text is itself inside another.</summary>
    public InnerPlaces Within(InnerPlaces outer) =>
        ReferenceEquals(this, Same) ? outer
        : _whole is { } whole ? new([], outer.ToOuter(whole))
        : outer._whole is { } all ? new([], all)
        : new([.. _lines.Select(line => (line.Inner, outer.Place(line.Outer)))], null);

    public TextRange ToOuter(TextRange inner)
    {
        if (_whole is { } whole)
        {
            return whole;
        }

        var start = Place(inner.Start);
        return new(start, Math.Max(0, Place(inner.End) - start));
    }

    private int Place(int inner)
    {
        var (from, to) = (0, 0);
        foreach (var line in _lines)
        {
            if (line.Inner > inner)
            {
                break;
            }

            (from, to) = line;
        }

        return to + inner - from;
    }

    // A literal block: each of its lines is one of the file's, behind the indentation of the first that is not empty.
    private static (int Inner, int Outer)[]? OfBlock(string file, ScalarNode scalar)
    {
        var inner = scalar.Value.Split('\n');
        var at = file.IndexOf('\n', scalar.Range.Start) + 1;
        var first = Array.FindIndex(inner, line => line.Trim().Length > 0);
        if (at == 0 || first < 0)
        {
            return null;
        }

        var lines = new (int, int)[inner.Length];
        var outer = new int[inner.Length];
        for (var i = 0; i < inner.Length; i++)
        {
            outer[i] = Math.Min(at, file.Length);
            var next = file.IndexOf('\n', outer[i]);
            at = next < 0 ? file.Length : next + 1;
        }

        var indent = file.IndexOf(inner[first], outer[first], StringComparison.Ordinal) - outer[first];
        var offset = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            var end = Math.Max(outer[i], file.IndexOf('\n', outer[i]));
            var place = inner[i].Length == 0 ? outer[i] : outer[i] + indent;
            if (indent < 0 || string.CompareOrdinal(file, place, inner[i], 0, inner[i].Length) != 0 || (inner[i].Length > 0 && place > Math.Max(end, outer[i] + indent)))
            {
                return null;
            }

            lines[i] = (offset, place);
            offset += inner[i].Length + 1;
        }

        return lines;
    }
}
