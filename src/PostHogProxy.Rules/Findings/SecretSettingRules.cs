using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Findings;

/// <summary>PHX2008 in settings files: a secret key under whatever name, because such a file is checked in and often served by mistake.</summary>
internal static class SecretSettingRules
{
    public static IEnumerable<Finding> Judge(SettingsFile file)
    {
        foreach (var entry in file.Entries)
        {
            if (entry.Value is { } value && SecretKey.IsOne(value))
            {
                yield return ClientFindingRules.SecretKey.Say(
                    $"'{entry.Key}' holds a secret key of PostHog, {SecretKey.Masked(value)}: whoever reads this file can read and change your project.",
                    file.Name,
                    "Revoke it in PostHog, and keep the new one in user secrets, an environment variable or a vault.") with
                {
                    Range = entry.Json.Range,
                };
            }
        }
    }
}
