using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// Follows a parameter to the only place that calls its method, as <c>app.MapAnalytics()</c> calls the method that maps the proxy. A method that
/// is called from nowhere or from two places, or whose name is used without a call, is followed nowhere.
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

    private static IMethodSymbol Declared(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    // Of an extension member (C# 14), the receiver is no parameter of the method; then nothing is found.
    private static int Ordinal(IInvocationOperation call, IParameterSymbol parameter) =>
        call.TargetMethod.Parameters.Length > parameter.Ordinal ? parameter.Ordinal : -1;
}
