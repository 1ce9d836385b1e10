using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>The proxies of the app that is compiled.</summary>
/// <param name="Calls">The calls that map them.</param>
/// <param name="AllKnown">Whether these are surely all of them, under their whole paths as a browser sees them.</param>
internal sealed record AppProxies(IReadOnlyList<MapCall> Calls, bool AllKnown)
{
    // Behind these a path that a browser asks for is not, or not only, what the app maps.
    private static readonly string[] OtherWays = ["UsePathBase", "UseRewriter", "MapForwarder", "MapReverseProxy"];

    public IReadOnlyList<MappedProxy> Proxies { get; } = [.. Calls.Select(call => call.Proxy)];

    public static AppProxies Find(Compilation compilation, KnownTypes types, IReadOnlyList<SettingsFile> settings, CancellationToken cancellation)
    {
        var trees = new SourceTrees(compilation);
        var libraries = LibraryProxies.Of(compilation);
        var reader = new MapCalls(
            types,
            new RouteScopes(types, new Callers(trees, cancellation)),
            CodeOptions.Of(trees, types, cancellation).With(libraries.Maps),
            new SectionValues(settings));
        var (calls, allFollowed) = OwnCalls(trees, types, reader, cancellation);
        var allFound = true;
        foreach (var map in libraries.Maps.Where(static map => map is { ChangedOptions: null, IsNothing: false }))
        {
            var found = LibraryProxies.CallsOf(map, trees, reader, cancellation);
            calls.AddRange(found);
            allFound &= found.Count > 0;
        }

        return new(calls, allFollowed && allFound
            && calls.Count > 0
            && calls.All(call => call.Proxy is { Path: not null, Hosts: not null })
            && !trees.Contain(OtherWays, cancellation)
            && libraries.AllSay);
    }

    /// <summary>The calls of <c>MapPostHogProxy</c>, and whether the name is used in no other way.</summary>
    public static (List<MapCall> Calls, bool AllFollowed) OwnCalls(SourceTrees trees, KnownTypes types, MapCalls reader, CancellationToken cancellation)
    {
        var calls = new List<MapCall>();
        var allFollowed = true;
        foreach (var (name, model) in trees.Uses("MapPostHogProxy", cancellation))
        {
            if (SourceTrees.IsMention(name))
            {
                continue;
            }

            if (SourceTrees.CallOf(name) is { } syntax && model.GetOperation(syntax, cancellation) is IInvocationOperation call)
            {
                if (types.IsMapPostHogProxy(call.TargetMethod))
                {
                    calls.Add(reader.Read(call, syntax, model.GetEnclosingSymbol(syntax.SpanStart, cancellation)));
                }
            }
            else
            {
                // A method group, or code that does not compile yet.
                allFollowed = false;
            }
        }

        return (calls, allFollowed);
    }
}
