using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>Reads one call of <c>MapPostHogProxy</c>, whichever overload it is.</summary>
internal sealed class MapCalls
{
    private readonly KnownTypes _types;
    private readonly RouteScopes _scopes;
    private readonly CodeOptions _code;
    private readonly SectionValues _sections;

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
        var hosts = scope.InnerHosts(conventions.Hosts);
        var proxy = Target(call, section, configure) with
        {
            Path = path is null || ProxyPath.Problem(path) is not null || scope.Prefix is null ? null : RouteScope.Whole(scope.Prefix, path),
            Hosts = hosts?.Select(host => host.Name).ToList(),
        };
        return new(syntax, proxy, [.. conventions.Authorizations.Select(required => new AuthorizationCall(required, false)), .. scope.Authorizations])
        {
            Pattern = configure.ChangesPath ? null : pattern,
            SectionName = section is not null && _code.SetsPath(section) ? null : section,
            Hosts = hosts ?? [],
            Prefix = scope.Prefix,
            App = scope.App,
            Body = body,
            IsConditional = call.IsConditional(),
        };
    }

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

    private MappedProxy Target(IInvocationOperation call, string? section, OptionsChange configure)
    {
        var name = section ?? "";
        if (call.Argument("origin") is { } origin)
        {
            return OfOrigin(origin.Value);
        }

        if (configure.ChangesTarget || _code.Of(name).ChangesTarget || _sections.NamesOrigins(name))
        {
            return new(null, null, null);
        }

        var region = call.Argument("region") is { } given
            ? given.Value.ConstantValue is { HasValue: true, Value: int number } ? (PostHogRegion)number : null
            : section is null ? null : _sections.Region(section);
        return new(null, region is PostHogRegion.Us or PostHogRegion.Eu ? region : null, null);
    }

    // A host of PostHog's own is the cloud under another overload; any other address, known or not, is the team's.
    private static MappedProxy OfOrigin(IOperation origin)
    {
        var url = origin.Unconverted() is IObjectCreationOperation { Arguments.Length: > 0 } creation
            ? creation.Arguments[0].Value.ConstantValue.Value as string
            : null;
        var region = url is null ? null : PostHogHost.OfUrl(url).Region;
        return new(null, region, null) { IsSelfHosted = region is null };
    }
}
