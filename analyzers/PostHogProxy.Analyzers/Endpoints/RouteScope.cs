using Microsoft.CodeAnalysis;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>Where a proxy is mapped: the app, or a group of it.</summary>
/// <param name="Prefix">The prefixes of the groups; null where they are not known.</param>
/// <param name="Hosts">What the groups require of the host; empty for nothing; null where it is not known.</param>
/// <param name="Authorizations">What the groups require of the visitor.</param>
/// <param name="App">The variable that holds the app.</param>
internal sealed record RouteScope(
    string? Prefix, IReadOnlyList<HostName>? Hosts, IReadOnlyList<AuthorizationCall> Authorizations, ISymbol? App)
{
    public static readonly RouteScope Unknown = new(null, null, [], null);

    public static RouteScope Root(ISymbol? app) => new("", [], [], app);

    /// <summary>A group in this scope.</summary>
    /// <param name="prefix">The group's own prefix; null where it is not known.</param>
    /// <param name="conventions">What is required of the group.</param>
    public RouteScope Group(string? prefix, Conventions conventions) => new(
        Prefix is null || prefix is null || prefix.IndexOf('{') >= 0 ? null : Combine(Prefix, prefix),
        InnerHosts(conventions.Hosts),
        [.. Authorizations, .. conventions.Authorizations.Select(call => new AuthorizationCall(call, conventions.IsShared))],
        App);

    /// <summary>The hosts of something in this scope: what is said nearest to the endpoint wins.</summary>
    public IReadOnlyList<HostName>? InnerHosts(IReadOnlyList<HostName>? own) => own is { Count: 0 } ? Hosts : own;

    /// <summary>The path of a proxy behind the prefixes of its groups.</summary>
    public static string Whole(string prefix, string pattern) => Combine(prefix, pattern) is { Length: > 0 } whole ? whole : "/";

    /// <summary>As routing joins them: one slash between, none at the end.</summary>
    private static string Combine(string prefix, string pattern)
    {
        var inner = pattern.Trim('/');
        return inner.Length == 0 ? prefix : $"{prefix}/{inner}";
    }
}

/// <param name="Name">What <c>RequireHost</c> is given.</param>
/// <param name="Syntax">Where.</param>
internal sealed record HostName(string Name, SyntaxNode Syntax);
