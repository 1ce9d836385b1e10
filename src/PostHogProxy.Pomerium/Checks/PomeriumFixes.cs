using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>Makes the offered changes, one finding at a time, because one change may move or end what another finding is about.</summary>
internal static class PomeriumFixes
{
    private const int MostRounds = 200;

    /// <summary>The text with every change made that is offered, until none is left to make.</summary>
    public static string Apply(string text, bool isZero = false, CancellationToken ct = default)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var next = PomeriumChecks.Diagnose(PomeriumConfiguration.Read(text, isZero, ct)).FirstOrDefault(diagnosis => diagnosis.Edits.Count > 0);
            if (next is null || TextEdit.Apply(text, next.Edits) is not { } changed || changed == text)
            {
                break;
            }

            text = changed;
        }

        return text;
    }
}
