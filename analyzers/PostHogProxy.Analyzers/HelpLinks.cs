using System.Reflection;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers;

/// <summary>
/// Where an editor leads who clicks on a rule's id. The address of the repository is the MSBuild property <c>RepositoryUrl</c>, which the SDK
/// writes into the assembly; without it there is no link.
/// </summary>
internal static class HelpLinks
{
    private const string Key = "RepositoryUrl";

    public static string? RepositoryOf(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == Key)?.Value;

    /// <summary>Null where no repository is named.</summary>
    public static string? Of(string? repository, FindingRule rule)
    {
        var address = (repository ?? "").Trim().TrimEnd('/');
        if (address.EndsWith(".git", StringComparison.OrdinalIgnoreCase))
        {
            address = address.Substring(0, address.Length - ".git".Length);
        }

        return address.Length == 0 ? null : $"{address}/blob/main/{FindingCatalog.PageOf(rule)}";
    }
}
