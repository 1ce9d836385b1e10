namespace PostHogProxy.Rules.Findings;

/// <summary>A piece of a text, in characters from its start.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;
}
