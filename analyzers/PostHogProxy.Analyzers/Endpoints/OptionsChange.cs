using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What a delegate in code does to the settings that say where a proxy is and where it sends. Only lambdas are read, and in them only plain
/// assignments of constants and the options' own methods; a method group, a variable, or options that are passed on may do anything.
/// </summary>
internal sealed record OptionsChange
{
    public static readonly OptionsChange None = new();

    /// <summary>Whether the path is another after it; then <see cref="Path"/> is that one, null where it is not known.</summary>
    public bool ChangesPath { get; init; }

    public string? Path { get; init; }

    /// <summary>Whether the region may be another after it; then <see cref="Region"/> is that one, null where it is not known.</summary>
    public bool ChangesRegion { get; init; }

    public PostHogRegion? Region { get; init; }

    /// <summary>Whether the hosts may be others after it, which come before the region's; then <see cref="Origin"/> is where they lead, null where it is not known.</summary>
    public bool ChangesOrigin { get; init; }

    public ProxyTarget? Origin { get; init; }

    /// <summary>Whether aliases may be another choice after it; then <see cref="Aliases"/> is that one, null where it is not known.</summary>
    public bool ChangesAliases { get; init; }

    public PathAliasMode? Aliases { get; init; }

    /// <summary>The change that may be any.</summary>
    public static OptionsChange Anything { get; } = new() { ChangesPath = true, ChangesRegion = true, ChangesOrigin = true, ChangesAliases = true };

    public static OptionsChange Of(IOperation? configure, KnownTypes types)
    {
        if (configure is null || configure.Unconverted() is IDefaultValueOperation or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } })
        {
            return None;
        }

        if (configure.Unconverted() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters.Length: 1 } lambda })
        {
            return Anything;
        }

        var change = None;
        foreach (var reference in lambda.Body.Descendants().OfType<IParameterReferenceOperation>())
        {
            if (!SymbolEqualityComparer.Default.Equals(reference.Parameter, lambda.Symbol.Parameters[0]))
            {
                continue;
            }

            if (reference.Parent is IInvocationOperation call && call.Instance == reference && KnownTypes.Is(call.TargetMethod.ContainingType, types.Options))
            {
                change = call.TargetMethod.Name == "UsePathAliases" ? change.With(new() { ChangesAliases = true, Aliases = AliasesOf(call) }) : change;
                continue;
            }

            if (reference.Parent is not IPropertyReferenceOperation property || !KnownTypes.Is(property.Property.ContainingType, types.Options))
            {
                return Anything;
            }

            change = property.Parent is IAssignmentOperation assignment && assignment.Target == property ? change.With(Assigned(property, assignment)) : change;
        }

        return change;
    }

    /// <summary>Whether some of these changes is about where the proxy sends.</summary>
    public static bool DecidesTarget(params OptionsChange[] changes) => changes.Any(static change => change.ChangesRegion || change.ChangesOrigin);

    /// <summary>This change and another one, of which nobody knows which comes last: what both change is not known.</summary>
    public OptionsChange With(OptionsChange other) => new()
    {
        ChangesPath = ChangesPath || other.ChangesPath,
        Path = ChangesPath && other.ChangesPath && Path != other.Path ? null : Path ?? other.Path,
        ChangesRegion = ChangesRegion || other.ChangesRegion,
        Region = ChangesRegion && other.ChangesRegion && Region != other.Region ? null : Region ?? other.Region,
        ChangesOrigin = ChangesOrigin || other.ChangesOrigin,
        Origin = ChangesOrigin && other.ChangesOrigin && Origin != other.Origin ? null : Origin ?? other.Origin,
        ChangesAliases = ChangesAliases || other.ChangesAliases,
        Aliases = ChangesAliases && other.ChangesAliases && Aliases != other.Aliases ? null : Aliases ?? other.Aliases,
    };

    /// <summary>The same where nobody knows whether it happens.</summary>
    public OptionsChange Perhaps() => this with { Path = null, Region = null, Origin = null, Aliases = null };

    private static OptionsChange Assigned(IPropertyReferenceOperation property, IAssignmentOperation assignment)
    {
        var value = assignment is ISimpleAssignmentOperation && !assignment.IsConditional() ? assignment.Value : null;
        var constant = value?.Unconverted().ConstantValue is { HasValue: true, Value: var known } ? known : null;
        return property.Property.Name switch
        {
            "Path" => new() { ChangesPath = true, Path = constant as string },
            "Region" => new() { ChangesRegion = true, Region = ProxyTarget.RegionOf(constant) },
            "IngestOrigin" => new() { ChangesOrigin = true, Origin = value is null ? null : ProxyTarget.OfOrigin(value) },

            // Scripts of one PostHog and events to another: whose proxy it is, nobody can say.
            "AssetsOrigin" => new() { ChangesOrigin = true },
            "Aliases" => new() { ChangesAliases = true, Aliases = constant is int number ? (PathAliasMode)number : null },
            _ => None,
        };
    }

    private static PathAliasMode? AliasesOf(IInvocationOperation call) =>
        call.IsConditional() || call.Arguments.Length != 1 ? null
        : call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: bool keeps } ? (keeps ? PathAliasMode.On : PathAliasMode.Only)
        : null;
}
