using Microsoft.CodeAnalysis;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>The types that the analyzers look for in the app that is compiled.</summary>
internal sealed class KnownTypes
{
    private const string FrameworkNamespace = "Microsoft.AspNetCore";

    private KnownTypes(Compilation compilation, INamedTypeSymbol mapping, INamedTypeSymbol options)
    {
        Mapping = mapping;
        Options = options;
        Registration = compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.PostHogProxyServiceCollectionExtensions");
        WebApplication = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.WebApplication");
        ApplicationBuilder = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.IApplicationBuilder");
        RouteBuilder = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder");
        Groups = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions");
        Hosts = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.RoutingEndpointConventionBuilderExtensions");
        Authorization = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions");
    }

    public INamedTypeSymbol Mapping { get; }

    public INamedTypeSymbol Options { get; }

    public INamedTypeSymbol? Registration { get; }

    public INamedTypeSymbol? WebApplication { get; }

    public INamedTypeSymbol? ApplicationBuilder { get; }

    private INamedTypeSymbol? RouteBuilder { get; }

    private INamedTypeSymbol? Groups { get; }

    private INamedTypeSymbol? Hosts { get; }

    private INamedTypeSymbol? Authorization { get; }

    /// <summary>Null where the package is not referenced: then there is nothing to say.</summary>
    public static KnownTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.PostHogProxyEndpointRouteBuilderExtensions") is { } mapping
        && compilation.GetTypeByMetadataName("PostHogProxy.PostHogProxyOptions") is { } options
            ? new(compilation, mapping, options)
            : null;

    public bool IsMapPostHogProxy(IMethodSymbol method) => method.Name == "MapPostHogProxy" && Is(method.ContainingType, Mapping);

    public bool IsMapGroup(IMethodSymbol method) => method.Name == "MapGroup" && Is(method.ContainingType, Groups);

    public bool IsRequireHost(IMethodSymbol method) => method.Name == "RequireHost" && Is(method.ContainingType, Hosts);

    public bool IsWithMetadata(IMethodSymbol method) => method.Name == "WithMetadata" && Is(method.ContainingType, Hosts);

    public bool IsRequireAuthorization(IMethodSymbol method) =>
        method.Name == "RequireAuthorization" && Is(method.ContainingType, Authorization);

    /// <summary>Whether who is given it can map endpoints, and no more: conventions such as <c>RequireHost</c> are for other types.</summary>
    public bool IsRouteBuilder(ITypeSymbol? type) => Is(type, RouteBuilder);

    /// <summary>Whether the method is ASP.NET Core's own, so that what it does to a builder is known.</summary>
    public static bool IsFramework(IMethodSymbol method)
    {
        var name = method.ContainingNamespace?.ToDisplayString() ?? "";
        return name.StartsWith(FrameworkNamespace, StringComparison.Ordinal)
            && method.ContainingAssembly.Name.StartsWith(FrameworkNamespace, StringComparison.Ordinal);
    }

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? known) => known is not null && SymbolEqualityComparer.Default.Equals(type, known);
}
