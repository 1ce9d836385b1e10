using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What a delegate in code does to the settings that say where a proxy is and where it sends. Only lambdas are read, and in them only plain
/// assignments and the options' own methods, none of which is about that; a method group, a variable, or options that are passed on may do
/// anything.
/// </summary>
internal sealed record OptionsChange
{
    public static readonly OptionsChange None = new();

    private static readonly OptionsChange Anything = new() { ChangesPath = true, ChangesTarget = true };

    /// <summary>Whether the path is another after it; then <see cref="Path"/> is that one, null where it is not known.</summary>
    public bool ChangesPath { get; init; }

    public string? Path { get; init; }

    /// <summary>Whether region or hosts may be others after it.</summary>
    public bool ChangesTarget { get; init; }

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
                continue;
            }

            if (reference.Parent is not IPropertyReferenceOperation property || !KnownTypes.Is(property.Property.ContainingType, types.Options))
            {
                return Anything;
            }

            change = change.With(property);
        }

        return change;
    }

    private OptionsChange With(IPropertyReferenceOperation property)
    {
        if (property.Parent is not IAssignmentOperation assignment || assignment.Target != property)
        {
            return this;
        }

        return property.Property.Name switch
        {
            "Path" => this with
            {
                Path = !ChangesPath && assignment is ISimpleAssignmentOperation && !assignment.IsConditional()
                    && assignment.Value.ConstantValue is { HasValue: true, Value: string path } ? path : null,
                ChangesPath = true,
            },
            "Region" or "IngestOrigin" or "AssetsOrigin" => this with { ChangesTarget = true },
            _ => this,
        };
    }
}
