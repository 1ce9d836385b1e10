using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>Reads a file, whether it is Pomerium's own or one of another tool with a configuration of Pomerium inside.</summary>
internal static class ConfigurationFile
{
    extension(PomeriumConfiguration)
    {
        /// <summary>Reads YAML, and JSON, which is YAML. Never throws on what it reads.</summary>
        /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
        public static PomeriumConfiguration Read(string text, bool isZero = false, CancellationToken ct = default)
        {
            var findings = new List<Finding>();
            var tree = NodeReader.Read(text, findings, ct);
            if (!isZero && ForeignFiles.Of(text, tree, ct) is { } foreign)
            {
                return PomeriumConfiguration.In(foreign, text);
            }

            if (tree is not (null or MappingNode or ScalarNode { IsNull: true }))
            {
                findings.Add(PomeriumFindingRules.Unreadable.Say(
                    "The file isn't a mapping of keys to values.", "the file", "Write routes: and below it the list of routes.") with
                { Range = tree.Range });
            }

            return PomeriumConfiguration.Of(text, tree as MappingNode ?? new MappingNode(new(0, 0), [], isFlow: false), isZero, findings);
        }
    }
}
