using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// Which scripts and pages the rules have something to say about. The build gives no others to the compiler: what it is given compiles the C#
/// again whenever it is saved.
/// </summary>
internal static class JudgedTexts
{
    private const string Name = "posthog";

    // How a server's configuration names where it sends to: a host, or a variable that holds one.
    private static readonly string[] Targets = ["posthog.com", "POSTHOG"];

    /// <summary>Whether a text says the name at all.</summary>
    public static bool Speaks(string text) => text.IndexOf(Name, 0, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>What a compiler or a bundler wrote names its source in a line of its own; the source is judged.</summary>
    public static bool IsBuilt(string text, ClientLanguage language) =>
        language == ClientLanguage.Script && text.Contains("\n//# sourceMappingURL=");

    /// <summary>Whether a text sets up a client, holds a secret key, or may be the configuration of a server that forwards to PostHog.</summary>
    public static bool Matters(string text, ClientLanguage language, CancellationToken cancellation = default) =>
        Speaks(text) && !IsBuilt(text, language)
        && (SecretKeys.Judge(text, "").Count > 0
            || Targets.Any(target => text.Contains(target))
            || ClientSetups.Find(text, language, cancellation).Count > 0);
}
