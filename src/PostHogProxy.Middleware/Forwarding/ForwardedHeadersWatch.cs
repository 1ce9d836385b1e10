using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Notices, once, that a proxy in front of the app tells the visitor's address and the app does not listen: then every visitor has the
/// address, and the city, of that proxy.
/// </summary>
internal sealed class ForwardedHeadersWatch(ILogger logger)
{
    // The forwarded-headers middleware leaves the address it replaced under this name.
    private const string Consumed = "X-Original-For";

    private int _told;

    public void Look(IHeaderDictionary headers)
    {
        if (Volatile.Read(ref _told) != 0 || Name(headers) is not { } name || headers.ContainsKey(Consumed))
        {
            return;
        }

        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            logger.ForwardedHeadersIgnored(name);
        }
    }

    private static string? Name(IHeaderDictionary headers) =>
        headers.ContainsKey("X-Forwarded-For") ? "X-Forwarded-For"
        : headers.ContainsKey("Forwarded") ? "Forwarded"
        : headers.ContainsKey("CF-Connecting-IP") ? "CF-Connecting-IP"
        : null;
}
