namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>A proxy's path, a posthog-js, and what uBlock Origin leaves of them. What is in neither list arrives.</summary>
internal sealed record FirefoxScenario(string Prefix, string Client, bool Aliases = false)
{
    public IReadOnlyList<ClientPart> Blocked { get; init; } = [];

    /// <summary>What the client never comes to ask for, because something before it is blocked.</summary>
    public IReadOnlyList<ClientPart> NotAsked { get; init; } = [];

    public IEnumerable<ClientPart> Arrived => ClientPart.All.Except(Blocked).Except(NotAsked);

    /// <summary>The events that the client captures, whether or not they arrive. 1.300.0 takes the click here for no dead one.</summary>
    public IEnumerable<string> Captured
    {
        get
        {
            // Without its configuration the client waits with all that the configuration could switch off.
            IEnumerable<string> always = ["$pageview", "bought"];
            return always
                .Concat(Arrived.Contains(ClientPart.Config) ? ["$autocapture"] : [])
                .Concat(Arrived.Contains(ClientPart.ExceptionScript) ? ["$exception"] : [])
                .Concat(Arrived.Contains(ClientPart.DeadClicksScript) && Client != "1.300.0" ? ["$dead_click"] : [])
                .Concat(Arrived.Contains(ClientPart.SurveysScript) && Arrived.Contains(ClientPart.Surveys) ? ["survey shown"] : []);
        }
    }

    /// <summary>The argument of <c>window.visit</c> in tests/browsers/page.js.</summary>
    public object Plan
    {
        get
        {
            var settled = ClientPart.All.Except(NotAsked).ToList();
            return new
            {
                first = settled.Where(part => !part.IsBeacon && part != ClientPart.Replay).Select(part => part.Path),
                recorded = Arrived.Contains(ClientPart.Replay),
                last = settled.Where(part => part == ClientPart.Replay).Select(part => part.Path),
                events = Captured,
            };
        }
    }

    public override string ToString() => $"`{Prefix}`, {(Aliases ? "aliases, " : "")}posthog-js {Client}";
}
