using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>Reads one call of <c>MapPostHogProxy</c>, whichever overload it is.</summary>
internal sealed class MapCalls
{
    private readonly KnownTypes _types;
    private readonly RouteScopes _scopes;
    private readonly CodeOptions _code;
    private readonly SectionValues _sections;

    /// <summary>Whether somebody else's app goes on with what a method returns.</summary>
    public bool IsLibrary { get; init; }

    public MapCalls(KnownTypes types, RouteScopes scopes, CodeOptions code, SectionValues sections)
    {
        _types = types;
        _scopes = scopes;
        _code = code;
        _sections = sections;
    }

    public MapCall Read(IInvocationOperation call, InvocationExpressionSyntax syntax, ISymbol? body)
    {
        var scope = _scopes.Of(call.Receiver());
        var conventions = Conventions.On(call, _types);
        var pattern = Pattern(call);
        var section = pattern is null ? SectionOf(call) : null;
        var configure = OptionsChange.Of(call.Argument("configure")?.Value, _types);
        var path = configure.ChangesPath ? configure.Path : pattern is not null ? pattern.Value : PathOf(section);
        var hosts = scope.InnerHosts(IsLibrary ? conventions.HostsUntilReturned : conventions.Hosts);
        var target = Target(call, section, configure);
        var proxy = new MappedProxy(
            path is null || ProxyPath.Problem(path) is not null || scope.Prefix is null ? null : RouteScope.Whole(scope.Prefix, path),
            target.Region,
            hosts?.Select(host => host.Name).ToList())
        {
            IsSelfHosted = target.IsSelfHosted,
        };
        return new(syntax, proxy, [.. conventions.Authorizations.Select(required => new AuthorizationCall(required, false)), .. scope.Authorizations])
        {
            Pattern = configure.ChangesPath ? null : pattern,
            SectionName = section is null || configure.ChangesPath || _code.SetsPath(section) ? null : section,
            Hosts = hosts ?? [],
            Prefix = scope.Prefix,
            App = scope.App,
            Body = body,
            IsConditional = call.IsConditional(),
            Aliases = AliasesOf(section ?? "", configure),
            IsReturned = conventions.IsReturned,
            IsPathOfArgument = !configure.ChangesPath,
            IsRegionOfArgument = !configure.ChangesRegion && !configure.ChangesOrigin && !_code.Of("").ChangesOrigin,
            RegionSection = section is null || OptionsChange.DecidesTarget(configure, _code.Of(section)) ? null : section,
        };
    }

    /// <summary>Reads a call of a library's method that maps a proxy.</summary>
    public MapCall Read(LibraryMap map, IInvocationOperation call, InvocationExpressionSyntax syntax, ISymbol? body)
    {
        var scope = _scopes.Of(ArgumentAt(call, map.Builder)?.Value);
        var conventions = Conventions.On(call, _types);
        var given = ArgumentAt(call, map.PathParameter);
        var path = given is not null ? given.Value.ConstantValue.Value as string : map.Section is not null ? PathOf(map.Section) : map.Path;
        var prefix = scope.Prefix is null || map.Prefix is null ? null : scope.Prefix + map.Prefix;
        var hosts = Hosts(map, conventions, scope, syntax);
        var target = Target(map, call);
        var proxy = new MappedProxy(
            path is null || prefix is null || ProxyPath.Problem(path) is not null ? null : RouteScope.Whole(prefix, path), target.Region, hosts?.Select(host => host.Name).ToList())
        {
            IsSelfHosted = target.IsSelfHosted,
        };
        var required = map.IsReturned ? conventions.Authorizations : [];
        var isWritten = given is { ArgumentKind: ArgumentKind.Explicit } && path is not null && given.Value.Syntax is ExpressionSyntax;
        return new(syntax, proxy, [.. required.Select(authorization => new AuthorizationCall(authorization, false)), .. scope.Authorizations])
        {
            Pattern = isWritten ? new((ExpressionSyntax)given!.Value.Syntax, path) : null,
            LibraryPath = isWritten || map.Section is not null ? null : path,
            SectionName = map.Section is { } section && !_code.SetsPath(section) ? section : null,
            Hosts = hosts ?? [],
            Prefix = prefix,
            App = scope.App,
            Body = body,
            IsConditional = call.IsConditional(),
        };
    }

    private static IReadOnlyList<HostName>? Hosts(LibraryMap map, Conventions conventions, RouteScope scope, InvocationExpressionSyntax syntax) =>
        map.Hosts is null ? null
        : conventions.Hosts is { Count: 0 } ? map.Hosts.Count > 0 ? [.. map.Hosts.Select(host => new HostName(host, syntax))] : scope.Hosts
        : map.IsReturned && map.Hosts.Count == 0 ? conventions.Hosts
        : null;

    // A library says a region that its own code decides; the hosts that the app names come before that.
    private ProxyTarget Target(LibraryMap map, IInvocationOperation call)
    {
        var name = map.Section ?? map.RegionSection ?? "";
        return map.IsSelfHosted ? new(null, true)
            : _code.Of(name) is { ChangesOrigin: true } change ? change.Origin ?? ProxyTarget.Unknown
            : _sections.NamesOrigins(name) ? ProxyTarget.Unknown
            : map.RegionParameter is not null ? new(ProxyTarget.RegionOf(ArgumentAt(call, map.RegionParameter)?.Value.ConstantValue.Value), false)
            : new(map.RegionSection is { } section ? RegionOf(section) : map.Region, false);
    }

    private static IArgumentOperation? ArgumentAt(IInvocationOperation call, int? parameter) =>
        parameter is { } ordinal ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal) : null;

    private static PatternArgument? Pattern(IInvocationOperation call) =>
        call.Argument("pattern")?.Value is { Syntax: ExpressionSyntax expression } value
        && value.ConstantValue is { HasValue: true, Value: var constant }
            ? new(expression, constant as string)
            : null;

    // Null: the call names its path itself, or its section by something that is no constant.
    private static string? SectionOf(IInvocationOperation call)
    {
        if (call.Argument("pattern") is not null)
        {
            return null;
        }

        return call.Argument("name") is { } name ? name.Value.ConstantValue.Value as string : "";
    }

    private string? PathOf(string? section) =>
        section is null ? null
        : _code.Of(section) is { ChangesPath: true } change ? change.Path
        : _sections.Path(section);

    private ProxyTarget Target(IInvocationOperation call, string? section, OptionsChange configure)
    {
        var name = section ?? "";
        var code = _code.Of(name);
        if (configure.ChangesOrigin)
        {
            return configure.Origin ?? ProxyTarget.Unknown;
        }

        if (call.Argument("origin") is { } origin)
        {
            return ProxyTarget.OfOrigin(origin.Value) ?? ProxyTarget.Unknown;
        }

        if (code.ChangesOrigin)
        {
            return code.Origin ?? ProxyTarget.Unknown;
        }

        return _sections.NamesOrigins(name)
            ? ProxyTarget.Unknown
            : new(configure.ChangesRegion ? configure.Region : call.Argument("region") is { } region ? ProxyTarget.RegionOf(region.Value.ConstantValue.Value) : RegionOf(section), false);
    }

    private PostHogRegion? RegionOf(string? section) =>
        section is null ? null
        : _code.Of(section) is { ChangesRegion: true } change ? change.Region
        : _sections.Region(section);

    private PathAliasMode AliasesOf(string name, OptionsChange configure) =>
        (configure.ChangesAliases ? configure.Aliases
        : _code.Of(name) is { ChangesAliases: true } change ? change.Aliases
        : _sections.Aliases(name)) ?? PathAliasMode.Off;
}
