namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>The Storefront's settings, the posthog-js that its PostHog serves, and what uBlock Origin leaves of them. What is in neither list arrives.</summary>
internal sealed record FirefoxScenario(string Prefix, string Client, bool Aliases = false)
{
    public IReadOnlyList<ClientPart> Blocked { get; init; } = [];

    /// <summary>What the client never comes to ask for, because something before it is blocked.</summary>
    public IReadOnlyList<ClientPart> NotAsked { get; init; } = [];

    public IEnumerable<ClientPart> Arrived => ClientPart.All.Except(Blocked).Except(NotAsked);

    /// <summary>The events of a whole visit, where nothing is in the way. What a client captures besides is a question of time.</summary>
    public static readonly IReadOnlyList<string> AllEvents =
    [
        "$pageview", "product searched", "added to basket", "checkout completed", "$exception", "$autocapture", SurveyShown, PageLeft, Recorded,
    ];

    private const string SurveyShown = "survey shown";
    private const string PageLeft = "$pageleave";
    private const string Recorded = "$snapshot";

    /// <summary>The events that the client captures, whether or not they arrive, up to the visitor's last step.</summary>
    public IEnumerable<string> Captured => AllEvents.Except([PageLeft, Recorded]).Where(name =>
        Arrived.Contains(ClientPart.Library)
        && (name != SurveyShown || (Arrived.Contains(ClientPart.SurveysScript) && Arrived.Contains(ClientPart.Surveys))));

    /// <summary>The events that PostHog has in the end.</summary>
    public IEnumerable<string> Events => AllEvents.Where(name => Arrived.Contains(name switch
    {
        PageLeft => ClientPart.LastEvents,
        Recorded => ClientPart.Replay,
        _ => ClientPart.Events,
    }) && (Captured.Contains(name) || name is PageLeft or Recorded));

    /// <summary>What the visitor of tests/browsers/storefront.mjs waits for.</summary>
    public object Plan
    {
        get
        {
            var settled = ClientPart.All.Except(NotAsked).ToList();
            return new
            {
                first = settled.Where(part => !part.IsBeacon && part != ClientPart.Replay).Select(part => part.Path),
                recorded = Arrived.Contains(ClientPart.RecorderScript),
                last = settled.Where(part => part == ClientPart.Replay).Select(part => part.Path),
                events = Captured,
            };
        }
    }

    public override string ToString() => $"`{Prefix}`, {(Aliases ? "aliases, " : "")}posthog-js {Client}";
}
