using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Verification.Tests.Proxies;

/// <summary>How a test's proxy behaves. Without a change it does all that PostHog's guides ask for.</summary>
internal sealed record ProxyBehaviour
{
    public string Prefix { get; init; } = "/k3fw";

    public string Ingest { get; init; } = "eu.i.posthog.com";

    public string Assets { get; init; } = "eu-assets.i.posthog.com";

    /// <summary>The host of /array/*; null for that of all assets.</summary>
    public string? Array { get; init; }

    /// <summary>The Host header sent up; null for the upstream's name.</summary>
    public string? Host { get; init; }

    /// <summary>Answers, or lets the request through.</summary>
    public Func<HttpContext, Func<Task>, Task> Before { get; init; } = (_, next) => next();

    /// <summary>Changes path and query on their way up.</summary>
    public Func<string, string> Target { get; init; } = target => target;

    /// <summary>Changes a body on its way up.</summary>
    public Func<byte[], byte[]>? Body { get; init; }

    /// <summary>Changes the answer's headers on their way down, after PostHog's own were left out.</summary>
    public Action<HttpContext, HttpResponseMessage> Headers { get; init; } = (_, _) => { };

    /// <summary>Which headers of PostHog's edge come through.</summary>
    public string[] Leaks { get; init; } = [];

    /// <summary>The largest body the server itself takes; null for any.</summary>
    public long? ServerLimit { get; init; }
}
