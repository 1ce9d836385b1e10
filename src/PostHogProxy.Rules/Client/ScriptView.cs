using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>A stretch of a text that is read as script, in place: every position stays a position in the whole text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Holes">What stands there only until the program runs (<c>${…}</c> of a template around it), in order.</param>
/// <param name="HasJsx">Whether <c>&lt;</c> may open an element.</param>
/// <param name="Level">How many literals it lies in; deeper than <see cref="DeepestLevel"/> nothing is read.</param>
internal sealed record ScriptView(int Start, int End, IReadOnlyList<TextRange> Holes, bool HasJsx, int Level)
{
    /// <summary>Every level reads its characters once more, so this is what keeps a reading linear.</summary>
    public const int DeepestLevel = 4;

    /// <summary>The first hole at or behind a position.</summary>
    public int HoleFrom(int position)
    {
        var low = 0;
        var high = Holes.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Holes[middle].Start < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
