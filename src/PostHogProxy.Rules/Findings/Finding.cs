namespace PostHogProxy.Rules.Findings;

/// <summary>How bad a finding is.</summary>
internal enum FindingSeverity
{
    /// <summary>Worth saying; nothing is wrong.</summary>
    Info = 1,

    /// <summary>Something does not work, or could not be proven to.</summary>
    Warning,

    /// <summary>Events are being lost.</summary>
    Error,
}

/// <summary>
/// One thing a rule has to say. The compiler, the tool, the log and the health report say it in the same words.
/// </summary>
/// <param name="Id">Stable, <c>PHX</c> and four digits; documented under that name.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is so, in whole sentences. Never holds a whole token, a key or an address of a visitor.</param>
/// <param name="Where">What it is about: a file, a host, a token.</param>
/// <param name="Fix">What to do about it; null where there is nothing to do.</param>
internal sealed record Finding(string Id, FindingSeverity Severity, string Message, string Where, string? Fix = null)
{
    /// <summary>Where in the text that was judged; null where it was no text, or the whole of it.</summary>
    public TextRange? Range { get; init; }

    /// <summary>What to write in place of <see cref="Range"/>; null where no text of ours would be right.</summary>
    public string? Replacement { get; init; }

    /// <summary>Whether somebody should act.</summary>
    public bool IsProblem => Severity >= FindingSeverity.Warning;

    public override string ToString() => Fix is null ? Message : Message + " " + Fix;
}
