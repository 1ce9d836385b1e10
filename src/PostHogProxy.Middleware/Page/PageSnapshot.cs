using System.Text.Json.Serialization;

namespace PostHogProxy.Page;

/// <summary>What the page is sent. No field has a path of a request, a query, an address, a cookie or a token of a visitor's. The team's own tokens are shortened.</summary>
/// <param name="At">When, in milliseconds since 1970.</param>
/// <param name="App">The app's name.</param>
/// <param name="Machine">The node: each has figures of its own.</param>
/// <param name="Environment">Development, Production, …</param>
/// <param name="Minutes">How many minutes have been counted, 60 at most.</param>
/// <param name="State">In one word: ok, idle, warn or bad.</param>
/// <param name="Headline">In one sentence.</param>
/// <param name="Problems">What to do, the worst first.</param>
/// <param name="Proxies">In the order in which they are mapped.</param>
/// <param name="Exchanges">The last ones, the newest first.</param>
/// <param name="Outbox">Null where the app has none.</param>
internal sealed record PageSnapshot(
    long At,
    string App,
    string Machine,
    string Environment,
    int Minutes,
    string State,
    string Headline,
    IReadOnlyList<PageProblem> Problems,
    IReadOnlyList<ProxyPart> Proxies,
    IReadOnlyList<ExchangePart> Exchanges,
    OutboxPart? Outbox);

/// <param name="Level">bad, warn or info.</param>
/// <param name="About">The proxy, or what else it is about.</param>
/// <param name="What">What is so.</param>
/// <param name="Cure">What to do; null where there is nothing to do.</param>
/// <param name="Id">PHX and four digits, where a rule says it.</param>
internal sealed record PageProblem(string Level, string About, string What, string? Cure, string? Id = null);

/// <param name="Path">With the prefixes of its groups.</param>
/// <param name="Hosts">The hosts it is for; none where it is for all.</param>
/// <param name="Region">US, EU, or null for a PostHog of the team's own.</param>
/// <param name="IsOff">Whether PostHog is off for everybody.</param>
/// <param name="Aliases">Off, On or Only.</param>
/// <param name="Proof">What is known of the region: proven, wrong, unproven, unknown or pending.</param>
/// <param name="ProofText">In words.</param>
/// <param name="PathText">What blockers make of its path.</param>
/// <param name="PathIsFine">Whether that is nothing.</param>
/// <param name="Hops">Where requests go, and how.</param>
/// <param name="Kinds">What was asked for in the last hour.</param>
/// <param name="P50">Of the hour, in milliseconds.</param>
/// <param name="P99">Of the hour.</param>
/// <param name="RecentP50">Of the last five minutes.</param>
/// <param name="RecentP99">Of the last five minutes.</param>
/// <param name="Kept">How many requests the outbox has taken in the hour.</param>
/// <param name="Cache">Null where scripts aren't kept.</param>
internal sealed record ProxyPart(
    string Path,
    IReadOnlyList<string> Hosts,
    string? Region,
    bool IsOff,
    string Aliases,
    string Proof,
    string ProofText,
    string PathText,
    bool PathIsFine,
    IReadOnlyList<HopPart> Hops,
    IReadOnlyList<KindPart> Kinds,
    double? P50,
    double? P99,
    double? RecentP50,
    double? RecentP99,
    int Kept,
    CachePart? Cache);

/// <param name="For">events or scripts.</param>
/// <param name="Origin">Scheme, host and port.</param>
/// <param name="Transport">In words.</param>
internal sealed record HopPart(string For, string Origin, string Transport);

/// <param name="Kind">As metrics name it.</param>
/// <param name="Answered">By minute, the oldest first.</param>
/// <param name="Refused">Answered with a 4xx.</param>
/// <param name="Failed">Answered with a 5xx.</param>
/// <param name="Own">Answered in PostHog's place, which has nothing of it.</param>
internal sealed record KindPart(string Kind, int[] Answered, int[] Refused, int[] Failed, int[] Own);

/// <param name="Answers">How many are in memory.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="MaximumBytes">How many there may be.</param>
/// <param name="Hits">Of the hour.</param>
/// <param name="Misses">Of the hour.</param>
/// <param name="Stale">Given past their time, in the hour.</param>
/// <param name="Passed">That can't be kept, in the hour.</param>
internal sealed record CachePart(int Answers, long Bytes, long MaximumBytes, int Hits, int Misses, int Stale, int Passed);

/// <param name="At">When it ended, in milliseconds since 1970.</param>
/// <param name="Proxy">The path of the proxy.</param>
/// <param name="Kind">As metrics name it.</param>
/// <param name="Events">The names of its events; null where they aren't shown.</param>
/// <param name="By">Who answered: a host, the cache, the outbox, or the proxy.</param>
/// <param name="Status">What the browser got.</param>
/// <param name="Outcome">answered, refused, failed or own.</param>
/// <param name="Sent">Bytes to PostHog.</param>
/// <param name="Received">Bytes of the answer.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record ExchangePart(long At, string Proxy, string Kind, string? Events, string By, int Status, string Outcome, long Sent, long Received, long Milliseconds);

/// <param name="Mode">Off, OnFailure or WriteAhead.</param>
/// <param name="Entries">How many requests wait.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="MaxBytes">How many may wait.</param>
/// <param name="OldestSeconds">The age of the oldest; null where none waits.</param>
/// <param name="Open">The circuits that are open.</param>
/// <param name="Dead">How many dead letters there are.</param>
/// <param name="Letters">The newest of them.</param>
internal sealed record OutboxPart(
    string Mode, long Entries, long Bytes, long MaxBytes, long? OldestSeconds, IReadOnlyList<string> Open, long Dead, IReadOnlyList<LetterPart> Letters);

/// <param name="Id">The store's name for it.</param>
/// <param name="Kind">events, logs or recordings.</param>
/// <param name="Proxy">The proxy that took it.</param>
/// <param name="At">When it came, in milliseconds since 1970.</param>
/// <param name="Status">What PostHog answered; 0 for nothing.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record LetterPart(string Id, string Kind, string Proxy, long At, int Status, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageSnapshot))]
internal sealed partial class PageJson : JsonSerializerContext;
