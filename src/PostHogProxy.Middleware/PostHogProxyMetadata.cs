using PostHogProxy.Rules.Aliases;

namespace PostHogProxy;

/// <summary>
/// Marks the endpoints of the proxy, so that the app's own telemetry and middleware can tell them from the rest.
/// </summary>
/// <example>
/// <code>
/// builder.Services.AddW3CLogging(logging => { });
/// app.UseWhen(
///     context => context.GetEndpoint()?.Metadata.GetMetadata&lt;PostHogProxyMetadata>() is null,
///     branch => branch.UseW3CLogging());
/// </code>
/// </example>
public sealed class PostHogProxyMetadata
{
    internal PostHogProxyMetadata(string pattern, PostHogRegion? region, SnippetSource snippets, PathAliases? aliases = null)
    {
        Pattern = pattern;
        Region = region;
        Snippets = snippets;
        Aliases = aliases;
    }

    /// <summary>The path the proxy was mapped at, without the prefix of a route group it may stand in.</summary>
    public string Pattern { get; }

    /// <summary>The PostHog Cloud region it forwards to; null where it forwards to an origin of your own.</summary>
    public PostHogRegion? Region { get; }

    /// <summary>What the snippet needs to know of the proxy.</summary>
    internal SnippetSource Snippets { get; }

    /// <summary>The other names it answers under; null where it has none.</summary>
    internal PathAliases? Aliases { get; }

    /// <inheritdoc/>
    public override string ToString() => $"PostHog proxy at {Pattern}";
}
