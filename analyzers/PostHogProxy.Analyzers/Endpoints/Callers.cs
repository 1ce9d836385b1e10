using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// Follows a parameter to the only place that calls its method, as <c>app.MapAnalytics()</c> calls the method that maps the proxy. A method that
/// is called from nowhere or from two places, whose name is used without a call, or that may be called by the name of what it overrides or
/// implements, is followed nowhere.
/// </summary>
internal sealed class Callers
{
    private readonly SourceTrees _trees;
    private readonly CancellationToken _cancellation;

    public Callers(SourceTrees trees, CancellationToken cancellation)
    {
        _trees = trees;
        _cancellation = cancellation;
    }

    public IOperation? OnlyArgument(IParameterSymbol parameter, IMethodSymbol method)
    {
        if (HasContract(method))
        {
            return null;
        }

        var declared = Declared(method);
        IOperation? only = null;
        foreach (var (name, model) in _trees.Uses(method.Name, _cancellation))
        {
            if (model.GetSymbolInfo(name, _cancellation).Symbol is not IMethodSymbol used || !SymbolEqualityComparer.Default.Equals(Declared(used), declared))
            {
                continue;
            }

            if (SourceTrees.IsMention(name))
            {
                continue;
            }

            if (only is not null || SourceTrees.CallOf(name) is not { } syntax
                || model.GetOperation(syntax, _cancellation) is not IInvocationOperation call)
            {
                return null;
            }

            only = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == Ordinal(call, parameter))?.Value;
            if (only is null)
            {
                return null;
            }
        }

        return only;
    }

    /// <summary>Whether a method is used in the project itself.</summary>
    public bool Know(IMethodSymbol method) =>
        _trees.Uses(method.Name, _cancellation).Any(use => !SourceTrees.IsMention(use.Name)
            && use.Model.GetSymbolInfo(use.Name, _cancellation).Symbol is IMethodSymbol used
            && SymbolEqualityComparer.Default.Equals(Declared(used), Declared(method)));

    private static bool HasContract(IMethodSymbol method) =>
        method.IsVirtual || method.IsOverride
        || method.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name)).Any(member =>
            SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    private static IMethodSymbol Declared(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    // Of an extension member (C# 14), the receiver is no parameter of the method; then nothing is found.
    private static int Ordinal(IInvocationOperation call, IParameterSymbol parameter) =>
        call.TargetMethod.Parameters.Length > parameter.Ordinal ? parameter.Ordinal : -1;
}
