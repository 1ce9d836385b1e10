using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy;
using PostHogProxy.Testing;

namespace Storefront.Demo;

/// <summary>
/// Under which path the browser asked for what PostHog saw. Watched where the proxy sends a request on, and not computed:
/// the panel shows what happened.
/// </summary>
internal sealed class AskedPaths
{
    private readonly HttpContextAccessor _visitor = new();
    private readonly Lock _gate = new();
    private readonly List<UnderWay> _underWay = [];

    // As long as the journal keeps the request.
    private readonly ConditionalWeakTable<StandInRequest, Asked> _known = [];

    public AskedPaths(StandInJournal journal)
    {
        journal.Recorded += request => Of(request);
    }

    /// <summary>The path below the proxy; null where nobody's request is behind it, as when the proxy renews what it keeps.</summary>
    public string? Of(StandInRequest request) => _known.GetValue(request, Find).Path;

    public HttpMessageHandler Watch(HttpMessageHandler next) => new Watcher(this, next);

    // PostHog tells of a request before it answers, so the one that waits longest for this target is the one.
    private Asked Find(StandInRequest request)
    {
        lock (_gate)
        {
            return new Asked(_underWay.Find(each => each.Target == request.RawTarget)?.Path);
        }
    }

    private static string? Below(HttpContext? visitor)
    {
        var proxy = visitor?.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>();
        return proxy is null ? null : visitor!.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0][proxy.Pattern.TrimEnd('/').Length..];
    }

    private sealed record Asked(string? Path);

    /// <summary>Compared by identity: two browsers may ask for the same at once.</summary>
    private sealed class UnderWay(string target, string? path)
    {
        public string Target { get; } = target;

        public string? Path { get; } = path;
    }

    private sealed class Watcher(AskedPaths asked, HttpMessageHandler next) : DelegatingHandler(next)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var each = new UnderWay(request.RequestUri!.PathAndQuery, Below(asked._visitor.HttpContext));
            lock (asked._gate)
            {
                asked._underWay.Add(each);
            }

            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                lock (asked._gate)
                {
                    asked._underWay.Remove(each);
                }
            }
        }
    }
}
