using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// A file that Pomerium does not read itself: a Kubernetes object, the values of a Helm chart, a Docker Compose file. Its configuration
/// may stand inside, as keys or as a text.
/// </summary>
internal sealed class ForeignFile(string what, TextRange place, IReadOnlyList<EmbeddedConfiguration> configurations, IReadOnlyList<Finding> readingFindings)
{
    /// <summary>What it is, with its article: "a Kubernetes ConfigMap".</summary>
    public string What { get; } = what;

    /// <summary>Where it says what it is.</summary>
    public TextRange Place { get; } = place;

    /// <summary>The configurations of Pomerium inside, in the order of the file.</summary>
    public IReadOnlyList<EmbeddedConfiguration> Configurations { get; } = configurations;

    /// <summary>Where the file around them cannot be read.</summary>
    public IReadOnlyList<Finding> ReadingFindings { get; } = readingFindings;
}
