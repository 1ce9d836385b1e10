using Microsoft.Extensions.Logging;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>What the outbox logs: turns of its state, not requests. No line carries a body, a whole token or an address.</summary>
internal static partial class OutboxLog
{
    public const string Category = "PostHogProxy.Outbox";

    [LoggerMessage(60, LogLevel.Information, "PostHog outbox ready: {Mode}, in {Place}, at most {MaxBytes} bytes for {MaxAge}")]
    public static partial void Ready(this ILogger logger, PostHogOutboxMode mode, string place, long maxBytes, TimeSpan maxAge);

    [LoggerMessage(61, LogLevel.Warning, "PostHog doesn't take {Kind} of the proxy at {Proxy}. They are kept, and sent when it does")]
    public static partial void CircuitOpened(this ILogger logger, string kind, string proxy);

    [LoggerMessage(62, LogLevel.Information, "PostHog takes {Kind} of the proxy at {Proxy} again. What was kept is being sent")]
    public static partial void CircuitClosed(this ILogger logger, string kind, string proxy);

    [LoggerMessage(63, LogLevel.Error, "The PostHog outbox can't keep requests; posthog-js has to keep them itself. {Problem}")]
    public static partial void StoreFailed(this ILogger logger, string problem);

    [LoggerMessage(64, LogLevel.Information, "The PostHog outbox keeps requests again")]
    public static partial void StoreWorks(this ILogger logger);

    [LoggerMessage(65, LogLevel.Warning, "The file of the PostHog outbox was broken. It is now {Path}; {Requests} request(s) of it could be read and are sent")]
    public static partial void Salvaged(this ILogger logger, string path, int requests);

    [LoggerMessage(66, LogLevel.Warning,
        "PostHog refuses a kept request with {Status} (project {Token}). It is a dead letter now; see them with '{Command}'")]
    public static partial void Buried(this ILogger logger, int status, string token, string command);

    [LoggerMessage(67, LogLevel.Warning, "{Requests} kept PostHog request(s) were older than {MaxAge} and are deleted")]
    public static partial void Expired(this ILogger logger, int requests, TimeSpan maxAge);

    [LoggerMessage(68, LogLevel.Warning,
        "Some kept PostHog requests can't be opened with this app's Data Protection keys. They wait for an app that has the keys, and are deleted after {MaxAge}. Use the keys of the app that kept them")]
    public static partial void Foreign(this ILogger logger, TimeSpan maxAge);

    [LoggerMessage(69, LogLevel.Warning,
        "The PostHog outbox keeps requests of the proxy at {Proxy}, which this app doesn't map. They wait for it, and are deleted after {MaxAge}. Map it again, or send them with 'posthog-proxy outbox drain'")]
    public static partial void Orphaned(this ILogger logger, string proxy, TimeSpan maxAge);

    [LoggerMessage(73, LogLevel.Warning,
        "The PostHog outbox is off, and {Requests} request(s) that it kept before are in {Place}. They are not sent, and are deleted after {MaxAge}. Turn the outbox on to send them")]
    public static partial void LeftOver(this ILogger logger, long requests, string place, TimeSpan maxAge);

    [LoggerMessage(74, LogLevel.Warning, "The PostHog outbox is off, and what it kept before can't be deleted when it is too old. {Problem}")]
    public static partial void NotExpired(this ILogger logger, string problem);
}
