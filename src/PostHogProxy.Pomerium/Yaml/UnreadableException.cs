using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Yaml;

/// <summary>Leaves the recursion at the first place that cannot be read. It never leaves <see cref="NodeReader"/>.</summary>
internal sealed class UnreadableException : Exception
{
    public UnreadableException(string message, TextRange range)
        : base(message)
    {
        Range = range;
    }

    public TextRange Range { get; }
}
