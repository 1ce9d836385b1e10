using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Admission;

/// <summary>
/// Gives a target its own name back before anybody judges it: from here on an alias and what it stands for are one thing, to the gate, to
/// PostHog, to metrics and log.
/// </summary>
internal sealed class TargetAliases(PathAliases aliases, PathAliasMode mode)
{
    /// <summary>The answer where the target ends here; null where it goes on, under its own name.</summary>
    public GateVerdict? Resolve(ref RequestTarget target)
    {
        if (!aliases.IsAlias(target.Value, target.PathLength))
        {
            return mode == PathAliasMode.Only ? GateVerdict.NotFound with { Mark = OwnAnswer.AliasesOnly } : null;
        }

        if (aliases.ToTarget(target.Value, target.PathLength) is not { } named)
        {
            return GateVerdict.NotFound;
        }

        // The server has not seen this path; the gate refuses dot segments and control characters in every decoding.
        target = new(named, target.PathLength + named.Length - target.Value.Length);
        return null;
    }
}
