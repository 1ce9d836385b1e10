using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Findings;

/// <summary>
/// The rules PHX2001 to PHX2008. One mistake gives one finding: every setting has at most one, and only a missing ui_host (PHX2003) stands
/// at the api_host that makes it necessary. Which comes first is told at <see cref="ApiHostRules"/> and <see cref="UiHostRules"/>.
/// </summary>
internal static class ClientRules
{
    /// <summary>Judges one set-up.</summary>
    /// <param name="setup">The set-up, as it was read.</param>
    /// <param name="proxies">The proxies the app maps.</param>
    /// <param name="allProxiesKnown">Whether the app maps no other.</param>
    /// <param name="where">The file, as the findings name it.</param>
    public static IReadOnlyList<Finding> Judge(ClientSetup setup, IReadOnlyList<MappedProxy> proxies, bool allProxiesKnown, string where)
    {
        var api = ClientAddress.Of(setup.ApiHost);
        var ui = ClientAddress.Of(setup.UiHost);
        var known = new ProxiesOfClient(proxies, allProxiesKnown, api);
        var aboutApi = ApiHostRules.Judge(api, ui, known, setup.Range, where);
        Finding?[] findings =
        [
            SecretKeys.JudgeValue(setup.Token.Value, setup.Token.Range, where),
            aboutApi,
            UiHostRules.Judge(api, ui, known, aboutApi, where),
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
        CancellationToken cancellationToken = default)
    {
        var said = new HashSet<(string, TextRange?)>();
        return ClientSetups.Find(text, language, cancellationToken)
            .SelectMany(setup => Judge(setup, proxies, allProxiesKnown, where))
            .Concat(SecretKeys.Judge(text, where))
            .Where(finding => said.Add((finding.Id, finding.Range)) && !DisabledLines.Covers(text, finding.Range!.Value, finding.Id))
            .OrderBy(static finding => finding.Range!.Value.Start)
            .ToList();
    }
}
