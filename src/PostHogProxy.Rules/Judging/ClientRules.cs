using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using static PostHogProxy.Rules.Judging.ClientFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// The rules PHX2001 to PHX2008, and PHX2010. One mistake gives one finding: every setting has at most one, and only a missing ui_host (PHX2003) stands
/// at the api_host that makes it necessary. Which comes first is told at <see cref="ApiHostRules"/> and <see cref="UiHostRules"/>.
/// </summary>
internal static class ClientRules
{
    // One branch of a condition may be there for development, in a project of the other region and without the proxy. Only where no branch is
    // right are these mistakes.
    private static readonly string[] RightElsewhere = [RegionsDiffer.Id, OtherRegionThanProxy.Id, GoesAroundTheProxy.Id, OtherHost.Id];

    /// <summary>Judges one set-up.</summary>
    /// <param name="setup">The set-up, as it was read.</param>
    /// <param name="proxies">The proxies the app maps.</param>
    /// <param name="allProxiesKnown">Whether the app maps no other.</param>
    /// <param name="where">The file, as the findings name it.</param>
    /// <param name="isTaken">Whether something else of the app answers at a path; null: nothing does.</param>
    public static IReadOnlyList<Finding> Judge(
        ClientSetup setup, IReadOnlyList<MappedProxy> proxies, bool allProxiesKnown, string where, Func<string, bool>? isTaken = null)
    {
        var ways = SetupBranches.Of(setup);
        if (ways.Count == 1)
        {
            return JudgeOne(setup, proxies, allProxiesKnown, where, isTaken);
        }

        var judged = ways.Select(way => (Way: way, Findings: JudgeOne(way, proxies, allProxiesKnown, where, isTaken))).ToList();
        return judged.SelectMany(static way => way.Findings)
            .Where(finding => IsSure(finding, judged))
            .GroupBy(static finding => (finding.Id, finding.Range)).Select(static group => group.First() with { Replacement = null })
            .ToList();
    }

    /// <summary>Whether a finding stands whatever else is chosen and, where that is needed, no other choice would be right.</summary>
    private static bool IsSure(Finding finding, List<(ClientSetup Way, List<Finding> Findings)> judged)
    {
        var range = finding.Range!.Value;
        var slot = judged.Select(way => SetupBranches.SlotAt(way.Way, range)).FirstOrDefault(static found => found is not null);
        var same = slot is { } at ? judged.Where(way => SetupBranches.Slot(way.Way, at).Range.Equals(range)).ToList() : judged;
        return same.All(way => way.Findings.Any(other => other.Id == finding.Id && other.Range.Equals(range)))
            && (!RightElsewhere.Contains(finding.Id)
                || judged.All(way => way.Findings.Any(other => slot is not { } place || SetupBranches.Slot(way.Way, place).Range.Equals(other.Range))));
    }

    private static List<Finding> JudgeOne(
        ClientSetup setup, IReadOnlyList<MappedProxy> proxies, bool allProxiesKnown, string where, Func<string, bool>? isTaken)
    {
        var api = ClientAddress.Of(setup.ApiHost, setup.ApiHostName);
        var ui = ClientAddress.Of(setup.UiHost, "ui_host");
        var known = new ProxiesOfClient(proxies, allProxiesKnown, api, isTaken);
        var aboutApi = ApiHostRules.Judge(api, ui, known, setup.Range, where);
        Finding?[] findings =
        [
            SecretKeys.JudgeValue(setup.Token.Value, setup.Token.Range, where),
            aboutApi,
            UiHostRules.Judge(api, ui, known, aboutApi, where),
            OtherHostRules.Judge("asset_host", setup.AssetHost, api, known, where),
            OtherHostRules.Judge("flags_api_host", setup.FlagsApiHost, api, known, where),
        ];
        return findings.OfType<Finding>().ToList();
    }

    /// <summary>
    /// Judges a whole file: every set-up in it and every secret key, without what a comment silences, in the order of the text. Two calls
    /// that share an options object share its findings.
    /// </summary>
    public static IReadOnlyList<Finding> JudgeText(
        string text,
        ClientLanguage language,
        IReadOnlyList<MappedProxy> proxies,
        bool allProxiesKnown,
        string where,
        CancellationToken cancellationToken = default) =>
        JudgeText(text, ClientSetups.Find(text, language, cancellationToken), proxies, allProxiesKnown, where);

    /// <summary>The same for a text whose set-ups were read before.</summary>
    public static IReadOnlyList<Finding> JudgeText(
        string text,
        IReadOnlyList<ClientSetup> setups,
        IReadOnlyList<MappedProxy> proxies,
        bool allProxiesKnown,
        string where,
        Func<string, bool>? isTaken = null)
    {
        var said = new HashSet<(string, TextRange?)>();
        return setups
            .SelectMany(setup => Judge(setup, proxies, allProxiesKnown, where, isTaken))
            .Concat(SecretKeys.Judge(text, where))
            .Where(finding => said.Add((finding.Id, finding.Range)) && !DisabledLines.Covers(text, finding.Range!.Value, finding.Id))
            .OrderBy(static finding => finding.Range!.Value.Start)
            .ToList();
    }
}
