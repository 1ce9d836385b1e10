using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What is called on an endpoint or a group after it was made: on the call itself, and through the local variable that holds it. Nothing is
/// said of its hosts when it is passed on, returned, kept in a field, given to a method that is not ASP.NET Core's own, when
/// <c>RequireHost</c> is called twice, under a condition or with what is no constant, or when metadata may name a host.
/// </summary>
internal sealed class Conventions
{
    private readonly KnownTypes _types;
    private readonly List<InvocationExpressionSyntax> _authorizations = [];
    private IReadOnlyList<HostName>? _hosts = [];
    private bool _namesHosts;

    private Conventions(KnownTypes types)
    {
        _types = types;
    }

    /// <summary>What <c>RequireHost</c> names; empty where it is not called; null where that is not known.</summary>
    public IReadOnlyList<HostName>? Hosts => IsReturned ? null : _hosts;

    public IReadOnlyList<InvocationExpressionSyntax> Authorizations => _authorizations;

    /// <summary>Whether the method that makes it returns it: whoever calls that method may call more on it.</summary>
    public bool IsReturned { get; private set; }

    /// <summary>What <see cref="Hosts"/> is until then.</summary>
    public IReadOnlyList<HostName>? HostsUntilReturned => _hosts;

    /// <summary>Whether endpoints other than proxies may be mapped on it.</summary>
    public bool IsShared { get; private set; }

    public static Conventions On(IInvocationOperation made, KnownTypes types)
    {
        var conventions = new Conventions(types);
        conventions.Follow(made);
        return conventions;
    }

    private void Follow(IOperation value)
    {
        switch (value.User())
        {
            case IExpressionStatementOperation:
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                FollowLocal(declarator);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } when IsReceiver(value, call):
                Call(call);
                break;
            case IArgumentOperation { Parameter.Type: var type } when _types.IsRouteBuilder(type):
                IsShared = true;
                break;
            case IReturnOperation:
                IsReturned = true;
                IsShared = true;
                break;
            default:
                LoseSight();
                break;
        }
    }

    private void FollowLocal(IVariableDeclaratorOperation declarator)
    {
        var root = declarator.Root();
        if (root.OnlyValueOf(declarator.Symbol) is null)
        {
            LoseSight();
        }

        foreach (var reference in root.ReferencesTo(declarator.Symbol))
        {
            Follow(reference);
        }
    }

    private void Call(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (_types.IsRequireHost(method))
        {
            RequireHost(call);
        }
        else if (_types.IsRequireAuthorization(method) && call.Syntax is InvocationExpressionSyntax syntax)
        {
            _authorizations.Add(syntax);
        }
        else if (_types.IsMapPostHogProxy(method))
        {
            return;
        }
        else if (_types.IsMapGroup(method))
        {
            // What is mapped in the inner group needs the authorization of the outer one as well.
            IsShared |= On(call, _types).IsShared;
            return;
        }
        else if (!KnownTypes.IsFramework(method) && _types.IsRouteBuilder(method.ReducedFrom?.Parameters[0].Type ?? method.Parameters.FirstOrDefault()?.Type))
        {
            IsShared = true;
            return;
        }
        else if (!KnownTypes.IsFramework(method) || (_types.IsWithMetadata(method) && MayNameHosts(call)))
        {
            LoseSight();
            return;
        }

        if (IsSameBuilder(call))
        {
            Follow(call);
        }
        else
        {
            IsShared = true;
        }
    }

    private void RequireHost(IInvocationOperation call)
    {
        var names = Constants(call.Arguments.LastOrDefault()?.Value);
        _hosts = _namesHosts || _hosts is null || call.IsConditional() ? null : names;
        _namesHosts = true;
    }

    private static List<HostName>? Constants(IOperation? array)
    {
        if (array?.Unconverted() is not IArrayCreationOperation { Initializer.ElementValues: var values })
        {
            return null;
        }

        var names = values.Where(value => value.ConstantValue.Value is string).Select(value => new HostName((string)value.ConstantValue.Value!, value.Syntax)).ToList();
        return names.Count == values.Length ? names : null;
    }

    private void LoseSight()
    {
        _hosts = null;
        _namesHosts = true;
        IsShared = true;
    }

    private static bool IsReceiver(IOperation value, IInvocationOperation call) =>
        call.Receiver() is { } receiver && receiver.Unconverted() == value.Unconverted();

    private static bool IsSameBuilder(IInvocationOperation call) =>
        SymbolEqualityComparer.Default.Equals(call.Type, call.Receiver()?.Type)
        || SymbolEqualityComparer.Default.Equals(call.Type, call.Receiver()?.Unconverted().Type);

    private static bool MayNameHosts(IInvocationOperation call) =>
        call.Arguments.LastOrDefault()?.Value.Unconverted() is not IArrayCreationOperation { Initializer.ElementValues: var items }
        || items.Any(item => item.Unconverted() is not IObjectCreationOperation { Type: { } type }
            || type.AllInterfaces.Any(contract => contract.Name == "IHostMetadata"));
}
