namespace PostHogProxy;

/// <summary>How much of the visitor's address is sent to PostHog. PostHog uses it for the location and for rate limits.</summary>
public enum ClientAddressMode
{
    /// <summary>The whole address, as PostHog gets it without a proxy.</summary>
    Forward = 0,

    /// <summary>
    /// The network only: the first 24 bits of an IPv4 address, the first 48 bits of an IPv6 address. Countries stay correct, and most
    /// cities.
    /// </summary>
    Truncate,

    /// <summary>No address. PostHog then locates all visitors at your server, and they share one rate limit.</summary>
    Omit,
}
