using System.Runtime.CompilerServices;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>
/// The items of a block list as whole lines. Found by their dashes, which all stand in one column: so an item is found as well where an
/// anchor, a comment or an alias stands between the dash and what it holds.
/// </summary>
internal sealed class ListLines
{
    // One look through a list, however many changes to it are offered.
    private static readonly ConditionalWeakTable<SequenceNode, ListLines> Known = new();

    private readonly string _text;
    private readonly List<int> _dashes;
    private readonly int _column;
    private readonly int _end;

    private ListLines(string text, List<int> dashes, int column, int end)
    {
        _text = text;
        _dashes = dashes;
        _column = column;
        _end = end;
    }

    /// <summary>Null where the list is in brackets, or where its lines cannot surely be told apart.</summary>
    public static ListLines? Of(string text, SequenceNode list)
    {
        if (list.IsFlow || list.Items.Count == 0)
        {
            return null;
        }

        var lines = Known.GetValue(list, list => Look(text, list));
        return lines._dashes.Count == list.Items.Count ? lines : null;
    }

    /// <summary>Where an item's lines start, with the comment right above its dash. A comment further in belongs to the item before.</summary>
    public int Start(int item)
    {
        var start = Lines.Start(_text, _dashes[item]);
        while (start > 0 && Lines.Start(_text, start - 1) is var above && IsComment(above) && (item == 0 || !IsFurtherIn(above)))
        {
            start = above;
        }

        return start;
    }

    /// <summary>Where the line behind an item starts, or the blank one and the comments that lead to the next.</summary>
    public int End(int item)
    {
        if (item + 1 < _dashes.Count)
        {
            var end = Start(item + 1);
            while (Lines.Start(_text, end - 1) is var above && (Lines.IsBlank(_text, above) || (IsComment(above) && !IsFurtherIn(above))))
            {
                end = above;
            }

            return end;
        }

        var next = Lines.Next(_text, _end);
        while (next < _text.Length && IsComment(next) && IsFurtherIn(next))
        {
            next = Lines.Next(_text, next);
        }

        return next;
    }

    /// <summary>What stands before the first key of an item, as in <c>"  - "</c>.</summary>
    public string Dash(int item)
    {
        var at = _dashes[item] + 1;
        while (at < _text.Length && _text[at] == ' ')
        {
            at++;
        }

        var isAlone = at == _text.Length || _text[at] is '\r' or '\n' or '\t' or '#';
        return new string(' ', _column) + (isAlone ? "- " : _text.Substring(_dashes[item], at - _dashes[item]));
    }

    private static ListLines Look(string text, SequenceNode list)
    {
        var column = Lines.Column(text, list.Range.Start);
        var dashes = new List<int>();
        for (var line = Lines.Start(text, list.Range.Start); line < list.Range.End; line = Lines.Next(text, line))
        {
            if (Lines.FirstSign(text, line) is var at && at == line + column && text[at] == '-')
            {
                dashes.Add(at);
            }
        }

        return new(text, dashes, column, list.Range.End);
    }

    private bool IsComment(int line) => Lines.FirstSign(_text, line) is var at && at < _text.Length && _text[at] == '#';

    private bool IsFurtherIn(int line) => Lines.FirstSign(_text, line) - line > _column;
}
