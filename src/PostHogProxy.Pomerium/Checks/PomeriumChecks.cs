using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// Judges a configuration. The order is the precedence: what a check has told of a route, a later one does not tell again in other words.
/// <list type="bullet">
/// <item>A file that cannot be read (E021) is judged no further.</item>
/// <item>A policy that is not compiled (E001, E002) says nothing about access: no E003, E004, W036, W047.</item>
/// <item>E005 (public and lists) comes before E003; E019 (certificates) is told by itself, E003 leaves certificates aside.</item>
/// <item>E004, then W036, then W047 name the reason of a closed route; E003 speaks where none of them does.</item>
/// <item>E018 (the same route twice) comes before E006, E007 (catch-all) before E006; only one is told for one route that stands too early.</item>
/// <item>E014 comes before E012, E013 and I061; E012 before I061; E013 before I061.</item>
/// <item>E009 (wrong host) comes before E008, E008 before I060. E011 comes before I066.</item>
/// <item>Where a key is there but misspelt (W040) or unreadable (E017), that it is missing is not told again (E003, E013, E015, W033). A duration in nanoseconds (E017) is not told again as W039.</item>
/// </list>
/// </summary>
internal static class PomeriumChecks
{
    /// <summary>The findings in the order of the file, but for those that a comment on the line above silences.</summary>
    public static IReadOnlyList<Finding> Of(PomeriumConfiguration configuration, IReadOnlyList<FilterList>? lists = null) =>
        [.. Diagnose(configuration, lists).Select(diagnosis => diagnosis.Finding)
            .Where(finding => !DisabledLines.Covers(configuration.Text, finding.Range ?? default, finding.Id))];

    /// <summary>The findings in the order of the file, each with the changes that mend it.</summary>
    /// <param name="configuration">What was read.</param>
    /// <param name="lists">The filter lists the team named; for those it did not name, our own table stands in.</param>
    /// <param name="more">Further checks, after all others.</param>
    public static IReadOnlyList<Diagnosis> Diagnose(
        PomeriumConfiguration configuration, IReadOnlyList<FilterList>? lists = null, Action<CheckedFile>? more = null)
    {
        if (configuration.Foreign is { } foreign)
        {
            return ForeignChecks.Diagnose(foreign, lists, more);
        }

        var reading = configuration.ReadingFindings.Select(finding => new Diagnosis(
            finding, null, finding is { Range: { } range, Replacement: { } text } ? [new(range, text)] : [])).ToList();
        if (configuration.ReadingFindings.Any(finding => finding.Id == PomeriumFindingRules.Unreadable.Id))
        {
            return reading;
        }

        var file = new CheckedFile(configuration);
        KeyChecks.Run(file);
        AddressChecks.Run(file);
        HostNameChecks.Run(file);
        PolicyChecks.Run(file);
        AccessChecks.Run(file);
        CertificateChecks.Run(file);
        DuplicateChecks.Run(file);
        OrderChecks.Run(file);
        WildcardChecks.Run(file);
        UpstreamChecks.Run(file);
        UpstreamTlsChecks.Run(file);
        SetUpChecks.Run(file);
        NameChecks.Run(file, lists ?? []);
        HostHeaderChecks.Run(file);
        RewriteChecks.Run(file);
        RequestHeaderChecks.Run(file);
        CookieChecks.Run(file);
        ResponseHeaderChecks.Run(file);
        LimitChecks.Run(file);
        more?.Invoke(file);
        return [.. reading.Concat(file.Diagnoses).OrderBy(diagnosis => diagnosis.Finding.Range?.Start ?? 0).ThenBy(diagnosis => diagnosis.Finding.Id, StringComparer.Ordinal)];
    }
}
