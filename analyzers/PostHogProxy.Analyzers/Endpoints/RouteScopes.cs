using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// Finds out what the builder before <c>.MapPostHogProxy</c> is. Followed are the app itself, <c>MapGroup</c>, local variables assigned once,
/// <c>UseEndpoints</c> at the root of the app, and parameters of a method that is called from one place. A field, a property, a variable
/// assigned twice, a branch of the pipeline, a method of the app's own that returns a builder: not known, and nothing is said.
/// </summary>
internal sealed class RouteScopes
{
    // A way longer than this is nobody's program.
    private const int LongestWay = 16;

    private readonly KnownTypes _types;
    private readonly Callers _callers;
    private readonly bool _isLibrary;

    /// <param name="types">The types of the compilation.</param>
    /// <param name="callers">Who calls what.</param>
    /// <param name="isLibrary">Whether a parameter of a public method is where somebody else's app begins.</param>
    public RouteScopes(KnownTypes types, Callers callers, bool isLibrary = false)
    {
        _types = types;
        _callers = callers;
        _isLibrary = isLibrary;
    }

    public RouteScope Of(IOperation? builder, int way = 0)
    {
        if (builder is null || way > LongestWay)
        {
            return RouteScope.Unknown;
        }

        var value = builder.Unconverted();
        if (KnownTypes.Is(value.Type, _types.WebApplication))
        {
            return RouteScope.Root(SymbolOf(value));
        }

        return value switch
        {
            IInvocationOperation call => OfCall(call, way),
            ILocalReferenceOperation local => Of(value.Root().OnlyValueOf(local.Local), way + 1),
            IParameterReferenceOperation parameter => OfParameter(parameter, way),
            _ => RouteScope.Unknown,
        };
    }

    private RouteScope OfCall(IInvocationOperation call, int way)
    {
        var method = call.TargetMethod;
        if (_types.IsMapGroup(method))
        {
            var prefix = call.Argument("prefix")?.Value.ConstantValue is { HasValue: true, Value: string text } ? text : null;
            return Of(call.Receiver(), way + 1).Group(prefix, Conventions.On(call, _types));
        }

        // A convention returns the builder it was called on.
        return KnownTypes.IsFramework(method) && call.Receiver() is { } receiver
            && SymbolEqualityComparer.Default.Equals(receiver.Unconverted().Type, call.Type)
            ? Of(receiver, way + 1)
            : RouteScope.Unknown;
    }

    private RouteScope OfParameter(IParameterReferenceOperation reference, int way)
    {
        if (reference.Parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return RouteScope.Unknown;
        }

        if (method.MethodKind is MethodKind.AnonymousFunction)
        {
            return LambdaCall(reference, method) is { TargetMethod.Name: "UseEndpoints" } use && IsRootOfApp(use.Receiver(), way)
                ? RouteScope.Root(SymbolOf(use.Receiver()?.Unconverted()))
                : RouteScope.Unknown;
        }

        return _callers.OnlyArgument(reference.Parameter, method) is { } argument ? Of(argument, way + 1)
            : _isLibrary ? RouteScope.Root(reference.Parameter)
            : RouteScope.Unknown;
    }

    private bool IsRootOfApp(IOperation? pipeline, int way)
    {
        if (pipeline is null || way > LongestWay)
        {
            return false;
        }

        var value = pipeline.Unconverted();
        return KnownTypes.Is(value.Type, _types.WebApplication) || value switch
        {
            IInvocationOperation call => KnownTypes.IsFramework(call.TargetMethod) && IsRootOfApp(call.Receiver(), way + 1),

            // Startup.Configure(app), and webBuilder.Configure(app => …).
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol method } parameter =>
                method.MethodKind is MethodKind.AnonymousFunction
                    ? LambdaCall(parameter, method) is { TargetMethod.Name: "Configure" }
                    : method.Name == "Configure",
            _ => false,
        };
    }

    // The call that a lambda is an argument of.
    private static IInvocationOperation? LambdaCall(IOperation inside, IMethodSymbol lambda)
    {
        for (var operation = inside; operation is not null; operation = operation.Parent)
        {
            if (operation is IAnonymousFunctionOperation function && SymbolEqualityComparer.Default.Equals(function.Symbol, lambda))
            {
                return function.User() is IDelegateCreationOperation creation && creation.User() is IArgumentOperation argument
                    ? argument.Parent as IInvocationOperation
                    : null;
            }
        }

        return null;
    }

    private static ISymbol? SymbolOf(IOperation? value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };
}
