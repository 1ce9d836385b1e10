using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>One call of <c>MapPostHogProxy</c>.</summary>
/// <param name="Syntax">The call.</param>
/// <param name="Proxy">What is known of the proxy it maps.</param>
/// <param name="Authorizations">The calls of <c>RequireAuthorization</c> on it and on its groups.</param>
internal sealed record MapCall(InvocationExpressionSyntax Syntax, MappedProxy Proxy, IReadOnlyList<AuthorizationCall> Authorizations)
{
    /// <summary>The argument that names the path, and its constant value; null for the overloads that read it from configuration.</summary>
    public PatternArgument? Pattern { get; init; }

    /// <summary>The name in section <c>PostHogProxy:Maps</c>, empty for the unnamed section; null where the path is not from there.</summary>
    public string? SectionName { get; init; }

    /// <summary>The path that a library's method names itself, without what the app says; null for the app's own calls.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>The section that decides the region; null where something else does.</summary>
    public string? RegionSection { get; init; }

    /// <summary>Whether the call's argument is the path, and nothing in code changes it.</summary>
    public bool IsPathOfArgument { get; init; }

    /// <summary>Whether the call's argument is the region, and nothing in code changes it.</summary>
    public bool IsRegionOfArgument { get; init; }

    /// <summary>Whether the method that the call is in returns the proxy's builder.</summary>
    public bool IsReturned { get; init; }

    /// <summary>The name of what is called.</summary>
    public ExpressionSyntax Name => Syntax.Expression is MemberAccessExpressionSyntax access ? access.Name : Syntax.Expression;

    /// <summary>Prefix of the groups around the call; null where it is not known.</summary>
    public string? Prefix { get; init; }

    /// <summary>What is known of the hosts it requires.</summary>
    public IReadOnlyList<HostName> Hosts { get; init; } = [];

    /// <summary>The app that it is mapped into, as far as a variable tells it.</summary>
    public ISymbol? App { get; init; }

    /// <summary>The method whose body the call is in.</summary>
    public ISymbol? Body { get; init; }

    /// <summary>Whether it answers under aliases, as far as that is known.</summary>
    public PathAliasMode Aliases { get; init; }

    /// <summary>Whether it runs under a condition, or more than once.</summary>
    public bool IsConditional { get; init; }
}

/// <param name="Syntax">The argument's expression.</param>
/// <param name="Value">Its constant value.</param>
internal sealed record PatternArgument(ExpressionSyntax Syntax, string? Value);

/// <param name="Syntax">The call of <c>RequireAuthorization</c>.</param>
/// <param name="IsShared">Whether it is on a group that holds more than proxies.</param>
internal sealed record AuthorizationCall(InvocationExpressionSyntax Syntax, bool IsShared);
