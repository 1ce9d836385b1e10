using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>I070: a file that Pomerium does not read itself. What is inside is judged where it stands; it is not changed there.</summary>
internal static class ForeignChecks
{
    public static IReadOnlyList<Diagnosis> Diagnose(ForeignFile file, IReadOnlyList<FilterList>? lists, Action<CheckedFile>? more)
    {
        var diagnoses = new List<Diagnosis> { new(Told(file), null, []) };
        diagnoses.AddRange(file.ReadingFindings.Select(finding => new Diagnosis(finding, null, [])));
        foreach (var inside in file.Configurations)
        {
            diagnoses.AddRange(PomeriumChecks.Diagnose(inside.Configuration, lists, more).Select(diagnosis => Moved(diagnosis, inside.Places)));
        }

        return [.. diagnoses.OrderBy(diagnosis => diagnosis.Finding.Range?.Start ?? 0).ThenBy(diagnosis => diagnosis.Finding.Id, StringComparer.Ordinal)];
    }

    private static Diagnosis Moved(Diagnosis diagnosis, InnerPlaces places)
    {
        var range = diagnosis.Finding.Range is { } inner ? places.ToOuter(inner) : (TextRange?)null;
        return new(diagnosis.Finding with { Range = range, Replacement = null }, diagnosis.Route, []);
    }

    private static Finding Told(ForeignFile file)
    {
        var message = file.Configurations.Count == 0
            ? $"The file is {file.What}, which Pomerium does not read itself. It contains no routes of Pomerium, so nothing was checked."
            : $"The file is {file.What}, which Pomerium does not read itself. The configuration below {string.Join(" and ", file.Configurations.Select(inside => inside.Where).Distinct().Take(3))} is checked.";
        return PomeriumFindingRules.ForeignFile.Say(
            message, "the file", file.Configurations.Count == 0 ? "Check the file that holds the routes." : "To let the tool change the routes, keep them in a file of their own.") with
        { Range = file.Place };
    }
}
