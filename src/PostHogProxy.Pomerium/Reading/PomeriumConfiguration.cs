using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// What was read of a Pomerium configuration, with the place of every key and value, in characters of the text. Reading never fails:
/// what Pomerium would not load is a finding.
/// </summary>
internal sealed class PomeriumConfiguration
{
    private PomeriumConfiguration(string text, MappingNode root, bool isZero)
    {
        Text = text;
        Root = root;
        IsZero = isZero;
    }

    public string Text { get; }

    /// <summary>The whole file; empty where it could not be read.</summary>
    public MappingNode Root { get; }

    /// <summary>Whether this is of Pomerium Zero, which sorts the routes and applies policies by name, rather than a Core file.</summary>
    public bool IsZero { get; }

    /// <summary>What the file is, where it is none that Pomerium itself reads; its configurations are inside, and this one is empty.</summary>
    public ForeignFile? Foreign { get; private init; }

    /// <summary>In the order of the file, entries of the older <c>policy:</c> list first, as Pomerium tries them.</summary>
    public IReadOnlyList<PomeriumRoute> Routes { get; private set; } = [];

    /// <summary>The policies of a Zero file; a Core file has them in the routes.</summary>
    public IReadOnlyList<ZeroPolicy> ZeroPolicies { get; private set; } = [];

    /// <summary>What stops Pomerium from loading the file, or would be read otherwise than it is meant.</summary>
    public IReadOnlyList<Finding> ReadingFindings { get; private set; } = [];

    /// <summary>The empty configuration of a file that Pomerium itself does not read.</summary>
    public static PomeriumConfiguration In(ForeignFile file, string text) => new(text, new MappingNode(new(0, 0), [], isFlow: false), isZero: false) { Foreign = file };

    /// <summary>The configuration that a mapping is: the whole of a file, or a part of another file.</summary>
    /// <param name="text">The text in which the mapping stands.</param>
    /// <param name="root">The mapping.</param>
    /// <param name="isZero">Whether it is Pomerium Zero's, whatever it looks like.</param>
    /// <param name="findings">What was found while the text was read.</param>
    public static PomeriumConfiguration Of(string text, MappingNode root, bool isZero, List<Finding> findings)
    {
        var configuration = new PomeriumConfiguration(text, root, isZero || ZeroPolicy.IsZeroFile(root));
        configuration.Routes = RouteLists.Read(root, configuration.IsZero, findings);
        configuration.ZeroPolicies = configuration.IsZero ? ZeroPolicy.ReadAll(root) : [];
        ScalarReading.Judge(configuration, findings);
        OptionLoading.Judge(configuration, findings);
        RouteLoading.Judge(configuration, findings);
        IdentityProviders.Judge(configuration, findings);
        configuration.ReadingFindings = findings;
        return configuration;
    }

    /// <summary>A text among the file's own options.</summary>
    public string? GlobalText(string name) => Root.Find(name)?.Scalar is { Value.Length: > 0 } scalar ? scalar.Value : null;

    /// <summary>A boolean among the file's own options.</summary>
    public bool? GlobalFlag(string name) => Root.Find(name)?.Scalar is { } scalar ? ScalarValue.Flag(scalar) : null;
}
