using Microsoft.Extensions.Logging;

namespace PostHogProxy.Diagnostics;

/// <summary>What the proxy logs about the addresses that proxies in front of the app send.</summary>
internal static partial class Log
{
    [LoggerMessage(10, LogLevel.Warning,
        "Requests carry {Header}, and they come from a private network, so a proxy stands in front of the app. No forwarded-headers middleware has read "
        + "the header: PostHog sees every visitor at that proxy's address. {Cure}")]
    public static partial void ForwardedHeadersIgnored(this ILogger logger, string header, string cure);

    [LoggerMessage(32, LogLevel.Information,
        "X-Forwarded-For has addresses that the forwarded-headers middleware has not used. If more than one proxy stands in front of the app, PostHog sees "
        + "every visitor at the address of one of them: set ForwardedHeadersOptions.ForwardLimit to the number of proxies, and name each in KnownProxies or "
        + "KnownIPNetworks. If not, a visitor wrote the addresses, and there is nothing to do")]
    public static partial void ForwardedAddressesLeft(this ILogger logger);

    [LoggerMessage(33, LogLevel.Warning,
        "Requests carry Forwarded and no other header with the visitor's address, and they come from a private network, so a proxy stands in front of the "
        + "app: PostHog sees every visitor at that proxy's address. {Cure}")]
    public static partial void ForwardedUnreadable(this ILogger logger, string cure);

    [LoggerMessage(34, LogLevel.Information,
        "Requests carry {Header}, and no forwarded-headers middleware has read it. If a proxy stands in front of the app, PostHog sees every visitor at that "
        + "proxy's address. {Cure}. If no proxy does, a visitor wrote the header, and there is nothing to do")]
    public static partial void ForwardedHeadersPerhapsIgnored(this ILogger logger, string header, string cure);
}
