using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>The headers that must not arrive at PostHog, whoever wrote them.</summary>
internal static class ForbiddenHeaders
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cookie", "Cookie2", "Authorization", "Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP", "X-Host", "traceparent", "tracestate", "baggage",
        "X-CSRF-Token", "X-XSRF-TOKEN", "RequestVerificationToken", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override",
        "Upgrade", "HTTP2-Settings", "Connection", "Keep-Alive", "TE", "Trailer", "Expect", "X-Content-Length", "Content_Length", "Sec-WebSocket-Key",
        "Sec-WebSocket-Version", "X-Injected", "X-Unknown", "Max-Forwards", "Via",
    };

    private static readonly string[] Families =
    [
        "Proxy-", "X-Forwarded-", "CF-", "Fly-", "Fastly-", "X-Azure-", "X-ARR-", "X-Original-", "X-MS-", "X-PostHog-Client-IP",
    ];

    // What the cache asks on behalf of all says nothing of anybody.
    private static readonly HashSet<string> OnBehalfOfAll = new(StringComparer.OrdinalIgnoreCase) { "Accept", "Accept-Encoding", "Host", "Referer", "User-Agent" };

    public static string? Problem(StandInRequest request)
    {
        foreach (var (name, value) in request.Headers)
        {
            // The proxy's own word for the visitor is the one exception: once, and as the connection says.
            if (name.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase))
            {
                if (value != "127.0.0.1")
                {
                    return $"X-Forwarded-For: {value}";
                }
            }
            else if (Names.Contains(name) || Array.Exists(Families, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase)))
            {
                return $"{name}: {value}";
            }

            if (value.AsSpan().IndexOfAny("\r\n\0") >= 0)
            {
                return $"a line break or a NUL in {name}";
            }

            if (value.Contains("secret", StringComparison.Ordinal))
            {
                return $"a secret in {name}";
            }
        }

        if (request.HeaderValues("User-Agent").Contains("PostHogProxy-Cache"))
        {
            return request.Headers.FirstOrDefault(header => !OnBehalfOfAll.Contains(header.Key)).Key is { } name ? $"{name} on behalf of all" : null;
        }

        return request.HeaderValues("X-Forwarded-For").Count() == 1 ? null : "X-Forwarded-For not exactly once";
    }
}
