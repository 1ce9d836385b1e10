using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Snippet;

/// <summary>One mapped proxy as a page sees it.</summary>
internal sealed record SnippetProxy(RouteEndpoint Endpoint, PostHogProxyMetadata Metadata)
{
    public SnippetSource Source => Metadata.Snippets;

    /// <summary>The path with the prefix of its groups, as the app's routes have it.</summary>
    public string Path { get; } = "/" + string.Join('/', Endpoint.RoutePattern.RawText!.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(1));

    public override string ToString() => Source.Name.Length == 0 ? $"'{Path}'" : $"'{Source.Name}' ({Path})";
}

/// <summary>Finds the proxies the app has mapped, and the one that a page means.</summary>
internal static class SnippetProxies
{
    // The app's list of endpoints is replaced as a whole where it changes, so that what was found in it holds for as long as it lives.
    private static readonly ConditionalWeakTable<IReadOnlyList<Endpoint>, SnippetProxy[]> Found = [];

    /// <summary>The proxy that is meant, or what is wrong and the cure.</summary>
    public static (SnippetProxy? Proxy, string? Problem) Choose(HttpContext context, PostHogSnippetOptions options)
    {
        var all = context.RequestServices.GetService<EndpointDataSource>() is { } source ? Found.GetValue(source.Endpoints, Find) : [];
        if (all.Length == 0)
        {
            return (null, "no PostHog proxy is mapped. Add app.MapPostHogProxy(\"/…\", PostHogRegion.Eu), or Us, with a path of your own.");
        }

        var named = options.Map is { } map ? Array.FindAll(all, proxy => proxy.Source.Name == map || proxy.Path == map || proxy.Metadata.Pattern == map) : all;
        if (named.Length == 0)
        {
            return (null, $"no PostHog proxy has the name or the path '{options.Map}'. Mapped are {string.Join(", ", all.Select(proxy => proxy.ToString()))}.");
        }

        var meant = Narrow(named, proxy => options.Token is { } token && proxy.Source.Options.Initial.ProjectTokens.Contains(token.Trim()));
        meant = Narrow(meant, proxy => ApiHost.IsHere(context.Request, proxy.Endpoint));
        return meant.Length == 1
            ? (meant[0], null)
            : (null, $"it may mean any of several PostHog proxies: {string.Join(", ", meant.Select(proxy => proxy.ToString()))}. Choose with map=\"…\", the name or the path of one.");
    }

    // A sign decides where it speaks for some and not for others.
    private static SnippetProxy[] Narrow(SnippetProxy[] proxies, Predicate<SnippetProxy> isMeant) =>
        proxies.Length > 1 && Array.FindAll(proxies, isMeant) is { Length: > 0 } meant ? meant : proxies;

    private static SnippetProxy[] Find(IReadOnlyList<Endpoint> endpoints) =>
    [
        .. from endpoint in endpoints.OfType<RouteEndpoint>()
           let metadata = endpoint.Metadata.GetMetadata<PostHogProxyMetadata>()
           where metadata is not null
           group endpoint by metadata into ofOneMap
           select new SnippetProxy(ofOneMap.First(), ofOneMap.Key),
    ];
}
