using PostHogProxy.Rules.Aliases;

namespace PostHogProxy;

/// <summary>Marks the proxy's endpoints, so that your telemetry and middleware can recognize them.</summary>
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

    /// <summary>The path that the proxy was mapped at, without the prefix of a route group.</summary>
    public string Pattern { get; }

    /// <summary>The PostHog Cloud region that the proxy sends to. Null if it sends to an origin of your own.</summary>
    public PostHogRegion? Region { get; }

    /// <summary>What the snippet needs to know of the proxy.</summary>
    internal SnippetSource Snippets { get; }

    /// <summary>The other names it answers under; null where it has none.</summary>
    internal PathAliases? Aliases { get; }

    /// <inheritdoc/>
    public override string ToString() => $"PostHog proxy at {Pattern}";
}
