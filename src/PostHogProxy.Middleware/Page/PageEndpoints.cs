using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Keeping;
using PostHogProxy.Mapping;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>Turns one call of <c>MapPostHogProxyPage</c> into the page, its stream and its actions.</summary>
internal static class PageEndpoints
{
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern)
    {
        if (ProxyPath.Problem(pattern) is { } problem)
        {
            throw new ArgumentException($"The page of the PostHog proxy can't be mapped. {problem}", nameof(pattern));
        }

        var services = endpoints.ServiceProvider;
        var lifetime = services.GetService<IHostApplicationLifetime>();
        var stopping = lifetime?.ApplicationStopping ?? CancellationToken.None;
        var access = new PageAccess(services.GetService<IHostEnvironment>());
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var proxies = new PageProxies(services, access.IsDevelopment, stopping);
        var outbox = services.GetService<IOutboxView>();
        var sampler = new PageSampler(proxies, outbox, services.GetService<IHostEnvironment>(), time);
        var feed = new PageFeed(sampler, services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category), stopping);
        var tokens = new PageTokens(HasTokenHeader(services) ? services.GetService<IAntiforgery>() : null);
        var guard = new PageGuard(access);

        var group = endpoints.MapGroup(pattern);
        var source = endpoints.DataSources.Last();
        group.MapMethods("", [HttpMethods.Get, HttpMethods.Head], guard.Around(new PageDocument(tokens, outbox is not null).WriteAsync))
            .WithDisplayName("PostHog proxy page");
        group.MapMethods("/stream", [HttpMethods.Get], guard.Around(new PageStream(feed, stopping).WriteAsync))

            // It stays open: a limit of requests that run at once would count each tab.
            .WithMetadata(new DisableRateLimitingAttribute())

            // Nor is it a slow request.
            .DisableHttpMetrics()
            .WithDisplayName("PostHog proxy page: stream");
        if (outbox is not null)
        {
            var actions = new PageActions(outbox, tokens);
            group.MapMethods("/outbox/retry", [HttpMethods.Post], guard.Around(actions.RetryAsync)).WithDisplayName("PostHog proxy page: retry");
            group.MapMethods("/outbox/drop", [HttpMethods.Post], guard.Around(actions.DropAsync)).WithDisplayName("PostHog proxy page: drop");
        }

        group.WithMetadata(
            new PageMetadata(pattern),
            new DisableRequestTimeoutAttribute(),
            new OutputCacheAttribute { NoStore = true },
            new ExcludeFromDescriptionAttribute());

        // A stream that is logged whole is kept whole.
        if (AppLogging.WithoutBodies(services) is { } withoutBodies)
        {
            group.WithMetadata(withoutBodies);
        }

        ((IEndpointConventionBuilder)group).Finally(access.Admit);
        PageStart.Arrange(endpoints, source, access, proxies, lifetime);
        return group;
    }

    // An app may have its tokens in forms alone. The page has no form.
    private static bool HasTokenHeader(IServiceProvider services) => services.GetService<IOptions<AntiforgeryOptions>>()?.Value.HeaderName is not null;
}

/// <summary>Marks the page's endpoints, and keeps other middleware of the app from answering in their place.</summary>
/// <param name="pattern">As it was mapped.</param>
internal sealed class PageMetadata(string pattern) : ISkipStatusCodePagesMetadata, IAntiforgeryMetadata
{
    public string Pattern { get; } = pattern;

    /// <summary>The page's actions check the token themselves, so that a refusal has a text of the page's.</summary>
    public bool RequiresValidation => false;
}
