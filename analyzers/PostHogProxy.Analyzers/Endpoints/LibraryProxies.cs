using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>The proxies that referenced class libraries of the team map when the app calls their methods.</summary>
/// <param name="Maps">What the libraries say.</param>
/// <param name="AllSay">Whether every library that uses the package says what it maps.</param>
internal sealed record LibraryProxies(IReadOnlyList<LibraryMap> Maps, bool AllSay)
{
    private const string Package = "PostHogProxy.Middleware";

    // Hundreds, and none of the team's.
    private static readonly string[] Frameworks = ["System", "Microsoft.", "PostHogProxy."];

    public static LibraryProxies Of(Compilation compilation)
    {
        var maps = new List<LibraryMap>();
        var allSay = true;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (Frameworks.Any(name => assembly.Name.StartsWith(name, StringComparison.Ordinal)))
            {
                continue;
            }

            // What the compiler is given of another project has no bodies, and may not say any more that it uses the package.
            var said = LibraryMap.Of(assembly);
            maps.AddRange(said ?? []);
            allSay &= said is not null || assembly.Modules.All(static module => module.ReferencedAssemblies.All(static reference => reference.Name != Package));
        }

        return new(maps, allSay);
    }

    /// <summary>Where the app calls the method that maps a proxy. None: another library may, or nobody.</summary>
    public static IReadOnlyList<MapCall> CallsOf(LibraryMap map, SourceTrees trees, MapCalls reader, CancellationToken cancellation)
    {
        var calls = new List<MapCall>();
        if (map.Method is null)
        {
            return calls;
        }

        // M:Shared.Mapping.MapAnalytics(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder): the name ends where its parameters or its arity begin.
        var whole = map.Method.Split('(')[0];
        var method = whole.Substring(whole.LastIndexOf('.') + 1).Split('`')[0];
        foreach (var (name, model) in trees.Uses(method, cancellation))
        {
            if (SourceTrees.IsMention(name) || model.GetSymbolInfo(name, cancellation).Symbol is not IMethodSymbol used
                || (used.ReducedFrom ?? used).OriginalDefinition.GetDocumentationCommentId() != map.Method)
            {
                continue;
            }

            // A method group may be called with any builder.
            if (SourceTrees.CallOf(name) is not { } syntax || model.GetOperation(syntax, cancellation) is not IInvocationOperation call)
            {
                return [];
            }

            calls.Add(reader.Read(map, call, syntax, model.GetEnclosingSymbol(syntax.SpanStart, cancellation)));
        }

        return calls;
    }
}
