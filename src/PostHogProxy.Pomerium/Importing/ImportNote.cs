using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>What became of a part of the file.</summary>
internal enum ImportFate
{
    /// <summary>The app does the same.</summary>
    Taken,

    /// <summary>The app does it in its own way, which may be what is wanted.</summary>
    Differs,

    /// <summary>The app does not do it unless somebody writes it by hand.</summary>
    Lost,
}

/// <summary>One line of the report.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Route">The route, or the file's own key.</param>
/// <param name="Message">What is so, and why.</param>
/// <param name="Range">Where it is written.</param>
internal sealed record ImportNote(ImportFate Fate, string Route, string Message, TextRange Range)
{
    public static ImportNote Of(ImportFate fate, Reading.PomeriumRoute route, string message, TextRange? range = null) =>
        new(fate, route.Label, message, range ?? route.Place);
}
