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
    private bool _anything;

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
                var change = OptionsChange.Of(call.Argument("configure")?.Value, types);
                var section = call.Argument("name")?.Value is { } given ? given.ConstantValue.Value as string : "";
                options.Add(section, call.IsConditional() ? change.Perhaps() : change);
            }
        }

        return options;
    }

    public OptionsChange Of(string name) =>
        _anything ? OptionsChange.Anything
        : _byName.TryGetValue(name, out var change) ? change
        : OptionsChange.None;

    /// <summary>Whether <c>AddPostHogProxy(…)</c> sets the path over what the settings say.</summary>
    public bool SetsPath(string name) => _byName.TryGetValue(name, out var change) && change.ChangesPath;

    /// <summary>The names of what is changed here, for who references this project.</summary>
    public IEnumerable<string> Names => _anything ? ["*"] : _byName.Where(change => change.Value != OptionsChange.None).Select(change => change.Key);

    /// <summary>The same, and what libraries say that they change.</summary>
    public CodeOptions With(IEnumerable<LibraryMap> libraries)
    {
        foreach (var name in libraries.Select(static map => map.ChangedOptions).OfType<string>())
        {
            Add(name == "*" ? null : name, OptionsChange.Anything);
        }

        return this;
    }

    // Null: a name that is not known.
    private void Add(string? name, OptionsChange change)
    {
        if (name is not null)
        {
            _byName[name] = _byName.TryGetValue(name, out var earlier) ? earlier.With(change) : change;
        }
        else
        {
            _anything |= change != OptionsChange.None;
        }
    }
}
