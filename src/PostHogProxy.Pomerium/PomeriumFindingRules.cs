using PostHogProxy.Rules.Findings;
using static PostHogProxy.Rules.Findings.FindingSeverity;

namespace PostHogProxy.Pomerium;

/// <summary>
/// Every rule about Pomerium. Up to PHX4029 (and from PHX4048 to PHX4050) something breaks, from PHX4030 it works but wrongly or leaks, from PHX4060 it is worth
/// knowing. What breaks the proxy does not break the build, so the first two are both warnings; <see cref="Breaks"/> tells them apart.
/// </summary>
internal static class PomeriumFindingRules
{
    public static readonly FindingRule UnknownCriterion = Broken(1, "The policy has a criterion Pomerium does not know");
    public static readonly FindingRule PolicyShape = Broken(2, "The policy is not written as Pomerium reads it");
    public static readonly FindingRule NotPublic = Broken(3, "A route to PostHog is not open to anonymous visitors");
    public static readonly FindingRule IdentityInDeny = Broken(4, "A rule about identities sends anonymous visitors away from an open route");
    public static readonly FindingRule PublicWithAllowLists = Broken(5, "A route is public and names who is allowed");
    public static readonly FindingRule Shadowed = Broken(6, "A route is never reached because an earlier one takes its requests");
    public static readonly FindingRule CatchAllOrder = Broken(7, "A catch-all route takes the requests of the routes behind it");
    public static readonly FindingRule MissingRoute = Broken(8, "The host has only one of the two routes PostHog needs");
    public static readonly FindingRule WrongHost = Broken(9, "A route leads to the wrong PostHog host");
    public static readonly FindingRule HostHeader = Broken(10, "PostHog gets another Host header than its own");
    public static readonly FindingRule ServerName = Broken(11, "PostHog gets another TLS server name than its own");
    public static readonly FindingRule BrokenRewrite = Broken(12, "The rewritten path is not the one PostHog knows");
    public static readonly FindingRule MissingRewrite = Broken(13, "PostHog gets the path prefix");
    public static readonly FindingRule TwoRewrites = Broken(14, "A route has two rewrites");
    public static readonly FindingRule BadAddress = Broken(15, "A route's from or to is refused");
    public static readonly FindingRule RemovedKey = Broken(16, "The key was removed from Pomerium");
    public static readonly FindingRule BadScalar = Broken(17, "A value is not one Pomerium reads as meant");
    public static readonly FindingRule Duplicate = Broken(18, "Two routes are the same to Pomerium");
    public static readonly FindingRule ClientCertificates = Broken(19, "Visitors without a client certificate are refused");
    public static readonly FindingRule ReservedPath = Broken(20, "The path belongs to Pomerium itself");
    public static readonly FindingRule Unreadable = Broken(21, "The file cannot be read");
    public static readonly FindingRule ProxyClosed = Broken(22, "Pomerium keeps visitors from the app's own proxy");
    public static readonly FindingRule ApiHostNotServed = Broken(23, "The api_host is not what Pomerium's routes serve");
    public static readonly FindingRule RefusedAnnotation = Broken(24, "Pomerium's ingress controller refuses an annotation");

    public static readonly FindingRule AcceptValue = Wrong(30, "The criterion accept is always true, whatever its value");
    public static readonly FindingRule IdentityHeaders = Wrong(31, "Identity headers go to PostHog");
    public static readonly FindingRule Credentials = Wrong(32, "Credentials go to PostHog");
    public static readonly FindingRule Cookies = Wrong(33, "The visitor's cookies go to PostHog");
    public static readonly FindingRule ClientAddress = Wrong(34, "PostHog does not learn the visitor's address");
    public static readonly FindingRule Unverified = Wrong(35, "The connection to PostHog can be read or altered");
    public static readonly FindingRule PreflightOnly = Wrong(36, "Only the preflight is open to anonymous visitors");
    public static readonly FindingRule ResponseHeaders = Wrong(37, "Response headers override PostHog's");
    public static readonly FindingRule WebSockets = Wrong(38, "WebSockets are allowed, which PostHog does not use");
    public static readonly FindingRule ShortTimeout = Wrong(39, "The timeout is too short for PostHog");
    public static readonly FindingRule UnknownKey = Wrong(40, "Pomerium ignores the key");
    public static readonly FindingRule SeveralMatchers = Wrong(41, "Only one of path, prefix and regex counts");
    public static readonly FindingRule HiddenWildcard = Wrong(42, "An exact host hides the wildcard");
    public static readonly FindingRule MixedLists = Wrong(43, "The file has routes in both lists");
    public static readonly FindingRule GuessableName = Wrong(44, "Blockers block the path or the host, or may soon");
    public static readonly FindingRule PlainFrom = Wrong(45, "The route is declared for plain HTTP");
    public static readonly FindingRule EnforcedPublic = Wrong(46, "An enforced public policy opens every route");
    public static readonly FindingRule Methods = Wrong(47, "The policy does not allow every method PostHog needs");

    public static readonly FindingRule CustomAuthority = Broken(48, "PostHog's certificate is not trusted");
    public static readonly FindingRule UpstreamScheme = Broken(49, "The upstream doesn't use HTTPS");
    public static readonly FindingRule UnreachableHost = Broken(50, "No request has the route's host");

    public static readonly FindingRule NoArrayRoute = Told(60, "Remote config does not go to the assets host");
    public static readonly FindingRule RawPrefix = Told(61, "The prefix matches more than the folder");
    public static readonly FindingRule PriorityIgnored = Told(62, "The key regex_priority_order does nothing in a file");
    public static readonly FindingRule BearerTokens = Told(63, "Pomerium reads the bearer tokens of server SDKs");
    public static readonly FindingRule AuthenticateHost = Told(64, "The route stands on Pomerium's own sign-in host");
    public static readonly FindingRule DeprecatedServerName = Told(66, "The key tls_server_name is deprecated");
    public static readonly FindingRule ForeignFile = Told(70, "Pomerium does not read the file itself");

    /// <summary>What is said of a file that was to be changed, not of a file that is judged; so it is none of <see cref="All"/>.</summary>
    public static readonly FindingRule NotPatched = new("PHX4080", "The routes were not written into the file", Warning);

    /// <summary>What a check can find.</summary>
    public static readonly IReadOnlyList<FindingRule> All =
    [
        UnknownCriterion, PolicyShape, NotPublic, IdentityInDeny, PublicWithAllowLists, Shadowed, CatchAllOrder, MissingRoute, WrongHost,
        HostHeader, ServerName, BrokenRewrite, MissingRewrite, TwoRewrites, BadAddress, RemovedKey, BadScalar, Duplicate,
        ClientCertificates, ReservedPath, Unreadable, ProxyClosed, ApiHostNotServed, RefusedAnnotation, AcceptValue, IdentityHeaders, Credentials, Cookies, ClientAddress, Unverified,
        PreflightOnly, ResponseHeaders, WebSockets, ShortTimeout, UnknownKey, SeveralMatchers, HiddenWildcard, MixedLists,
        GuessableName, PlainFrom, EnforcedPublic, Methods, CustomAuthority, UpstreamScheme, UnreachableHost, NoArrayRoute, RawPrefix, PriorityIgnored, BearerTokens, AuthenticateHost, DeprecatedServerName, ForeignFile,
    ];

    /// <summary>Whether something does not work at all, rather than wrongly.</summary>
    public static bool Breaks(Finding finding) =>
        string.CompareOrdinal(finding.Id, "PHX4030") < 0 || finding.Id == CustomAuthority.Id || finding.Id == UpstreamScheme.Id || finding.Id == UnreachableHost.Id;

    private static FindingRule Broken(int number, string title) => new($"PHX40{number:00}", title, Warning);

    private static FindingRule Wrong(int number, string title) => new($"PHX40{number:00}", title, Warning);

    private static FindingRule Told(int number, string title) => new($"PHX40{number:00}", title, Info);
}
