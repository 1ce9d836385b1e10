namespace PostHogProxy;

/// <summary>What PostHog is told of a visitor's address. It decides the city on the map and the bucket of a rate limit.</summary>
public enum ClientAddressMode
{
    /// <summary>The whole address, as PostHog would see it without a proxy.</summary>
    Forward = 0,

    /// <summary>The network only: the first 24 bits of an IPv4 address, the first 48 of an IPv6 address. Countries stay right, cities mostly.</summary>
    Truncate,

    /// <summary>Nothing. Every visitor is then where your server is, and shares one rate limit with all others.</summary>
    Omit,
}
