using PostHogProxy.Rules.Findings;
using static PostHogProxy.Rules.Findings.FindingSeverity;

namespace PostHogProxy.Verification;

/// <summary>Every rule that speaks about a live proxy.</summary>
internal static class VerifyRules
{
    public static readonly FindingRule LocalName = new("PHX5100", "The host is this machine", Info);
    public static readonly FindingRule UnknownName = new("PHX5101", "The host's name does not resolve", Error);
    public static readonly FindingRule PrivateAddress = new("PHX5102", "The host's name leads to a private address", Warning);
    public static readonly FindingRule AliasOfPostHog = new("PHX5103", "The host's name is an alias of PostHog's own host", Warning);

    public static readonly FindingRule NoConnection = new("PHX5110", "The host refuses connections", Error);
    public static readonly FindingRule CertificateTime = new("PHX5111", "The certificate is not valid today", Error);
    public static readonly FindingRule CertificateName = new("PHX5112", "The certificate is for another name", Error);
    public static readonly FindingRule CertificateChain = new("PHX5113", "The certificate's issuer is not trusted", Error);
    public static readonly FindingRule CertificateEnds = new("PHX5114", "The certificate ends soon", Warning);
    public static readonly FindingRule PlainHttp = new("PHX5115", "The proxy is asked over plain HTTP", Warning);

    public static readonly FindingRule Login = new("PHX5120", "The proxy asks for a sign-in", Error);
    public static readonly FindingRule Slash = new("PHX5121", "A redirect changes the trailing slash", Error);
    public static readonly FindingRule Https = new("PHX5122", "Plain HTTP is redirected", Error);
    public static readonly FindingRule Redirect = new("PHX5123", "The proxy redirects", Error);
    public static readonly FindingRule PostHogApp = new("PHX5124", "PostHog's application answers", Error);
    public static readonly FindingRule Page = new("PHX5125", "An HTML page in place of PostHog's answer", Error);
    public static readonly FindingRule NotForwarded = new("PHX5126", "Paths are not forwarded", Error);
    public static readonly FindingRule WrongHost = new("PHX5127", "PostHog gets a wrong host name", Error);
    public static readonly FindingRule Gateway = new("PHX5128", "The proxy does not reach PostHog", Error);
    public static readonly FindingRule AssetsRefused = new("PHX5129", "PostHog's assets host refuses the proxy", Error);
    public static readonly FindingRule Refused = new("PHX5130", "Requests are refused before PostHog", Error);
    public static readonly FindingRule NoAnswer = new("PHX5131", "A request got no answer", Error);

    public static readonly FindingRule NotTheScript = new("PHX5140", "/static/array.js is not posthog-js", Error);
    public static readonly FindingRule NotCompressed = new("PHX5141", "Scripts are not compressed", Warning);
    public static readonly FindingRule NotCacheable = new("PHX5142", "Browsers may not cache scripts", Warning);
    public static readonly FindingRule NotRemoteConfig = new("PHX5143", "/array/<token>/config is not PostHog's", Error);
    public static readonly FindingRule NotFlags = new("PHX5144", "/flags/ is not PostHog's", Error);
    public static readonly FindingRule NotOnly200 = new("PHX5145", "A success other than 200 duplicates events", Error);
    public static readonly FindingRule NotCapture = new("PHX5146", "Events are not answered by PostHog", Error);
    public static readonly FindingRule GzipBroken = new("PHX5147", "Compressed events do not arrive", Error);
    public static readonly FindingRule GzipDecoded = new("PHX5148", "Bodies are decompressed on the way", Warning);
    public static readonly FindingRule QueryDropped = new("PHX5149", "The query does not arrive", Error);
    public static readonly FindingRule BodyRefused = new("PHX5150", "Large bodies are refused before PostHog", Error);
    public static readonly FindingRule BodyLimit = new("PHX5151", "The body limit is below what PostHog's guides ask for", Warning);

    public static readonly FindingRule CorsDoubled = new("PHX5155", "Access-Control-Allow-Origin is there twice", Error);
    public static readonly FindingRule CorsMissing = new("PHX5156", "Pages of another origin may not read the answers", Error);
    public static readonly FindingRule CorsCredentials = new("PHX5157", "Beacons from another origin are refused", Warning);
    public static readonly FindingRule PreflightRefused = new("PHX5158", "Preflights from another origin are refused", Warning);

    public static readonly FindingRule CookieLeaks = new("PHX5160", "PostHog's cookies reach your visitors", Warning);
    public static readonly FindingRule HstsLeaks = new("PHX5161", "PostHog's HSTS acts on your domain", Warning);
    public static readonly FindingRule PolicyLeaks = new("PHX5162", "Policies of PostHog's edge act on your domain", Warning);
    public static readonly FindingRule UpgradePasses = new("PHX5165", "Upgrades pass through the proxy", Warning);
    public static readonly FindingRule StrangersPass = new("PHX5166", "Other projects' tokens pass through the proxy", Info);

    public static readonly FindingRule UnusualToken = new("PHX5169", "The token does not begin with phc_", Info);
    public static readonly FindingRule OtherRegion = new("PHX5170", "The token is of another region", Error);
    public static readonly FindingRule NobodysToken = new("PHX5171", "PostHog does not know the token", Error);
    public static readonly FindingRule TwoPostHogs = new("PHX5172", "Flags and remote config come from different PostHogs", Error);
    public static readonly FindingRule NotTheNamedRegion = new("PHX5173", "The proxy sends to another region than named", Error);
    public static readonly FindingRule RegionProven = new("PHX5174", "The region is proven", Info);
    public static readonly FindingRule RegionNotCompared = new("PHX5175", "PostHog itself could not be asked about the region", Info);

    public static readonly FindingRule FlagsTooSlow = new("PHX5180", "Flags come later than the client waits", Error);
    public static readonly FindingRule Slow = new("PHX5181", "The proxy is much slower than PostHog", Warning);
    public static readonly FindingRule NotCompared = new("PHX5182", "PostHog itself could not be asked for its time", Info);

    public static readonly FindingRule ClientAddress = new("PHX5190", "What PostHog takes for the visitor's address cannot be seen from here", Info);
    public static readonly FindingRule NothingWritten = new("PHX5191", "Nothing was written to a project", Info);
    public static readonly FindingRule TestEventSent = new("PHX5192", "A test event was sent", Info);
    public static readonly FindingRule Off = new("PHX5193", "PostHog is off for this visitor", Info);
    public static readonly FindingRule AliasesOnly = new("PHX5194", "The proxy answers only under aliases", Info);
    public static readonly FindingRule NoAliases = new("PHX5195", "The module of the aliases is not there", Error);

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        LocalName, UnknownName, PrivateAddress, AliasOfPostHog,
        NoConnection, CertificateTime, CertificateName, CertificateChain, CertificateEnds, PlainHttp,
        Login, Slash, Https, Redirect, PostHogApp, Page, NotForwarded, WrongHost, Gateway, AssetsRefused, Refused, NoAnswer,
        NotTheScript, NotCompressed, NotCacheable, NotRemoteConfig, NotFlags, NotOnly200, NotCapture, GzipBroken, GzipDecoded, QueryDropped,
        BodyRefused, BodyLimit, CorsDoubled, CorsMissing, CorsCredentials, PreflightRefused, CookieLeaks, HstsLeaks, PolicyLeaks, UpgradePasses, StrangersPass,
        UnusualToken, OtherRegion, NobodysToken, TwoPostHogs, NotTheNamedRegion, RegionProven, RegionNotCompared, FlagsTooSlow, Slow, NotCompared,
        ClientAddress, NothingWritten, TestEventSent, Off, AliasesOnly, NoAliases,
    ];
}
