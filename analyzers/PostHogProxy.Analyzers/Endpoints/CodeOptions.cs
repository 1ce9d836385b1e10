using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What <c>AddPostHogProxy(…)</c> does to the proxies' settings before <c>MapPostHogProxy</c>. Whoever names the options' type elsewhere may
/// configure them too, so then nothing of what they decide is known.
/// </summary>
internal sealed class CodeOptions
{
    private readonly Dictionary<string, OptionsChange> _byName = new(StringComparer.Ordinal);
    private readonly bool _anything;

    private CodeOptions(bool anything)
    {
        _anything = anything;
    }

    public static CodeOptions Of(SourceTrees trees, KnownTypes types, CancellationToken cancellation)
    {
        var options = new CodeOptions(trees.Uses(types.Options.Name, cancellation).Any(use => !SourceTrees.IsMention(use.Name)));
        foreach (var (name, model) in trees.Uses("AddPostHogProxy", cancellation))
        {
            if (SourceTrees.CallOf(name) is { } syntax && model.GetOperation(syntax, cancellation) is IInvocationOperation call
                && KnownTypes.Is(call.TargetMethod.ContainingType, types.Registration))
            {
                var section = call.Argument("name")?.Value is { } given ? given.ConstantValue.Value as string ?? "" : "";
                options.Add(section, OptionsChange.Of(call.Argument("configure")?.Value, types));
            }
        }

        return options;
    }

    public OptionsChange Of(string name) =>
        _anything ? new() { ChangesPath = true, ChangesTarget = true }
        : _byName.TryGetValue(name, out var change) ? change
        : OptionsChange.None;

    /// <summary>Whether <c>AddPostHogProxy(…)</c> sets the path over what the settings say.</summary>
    public bool SetsPath(string name) => _byName.TryGetValue(name, out var change) && change.ChangesPath;

    private void Add(string name, OptionsChange change)
    {
        // Two calls for one name: the later wins, and which is later is not always plain.
        _byName[name] = _byName.TryGetValue(name, out var earlier) && (earlier.ChangesPath || change.ChangesPath)
            ? change with { ChangesPath = true, Path = null, ChangesTarget = true }
            : change with { ChangesTarget = change.ChangesTarget || (earlier?.ChangesTarget ?? false) };
    }
}
