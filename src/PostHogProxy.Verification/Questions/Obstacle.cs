namespace PostHogProxy.Verification.Questions;

/// <summary>What can stand between a question and PostHog, whatever is asked.</summary>
internal enum ObstacleKind
{
    /// <summary>PostHog, or a product of it, is off for this visitor: the proxy says so itself.</summary>
    Off,

    /// <summary>The proxy answers under aliases alone: it says so itself.</summary>
    AliasesOnly,

    /// <summary>PostHog saw the proxy's own path before its own.</summary>
    PrefixKept,

    /// <summary>The proxy gave no answer.</summary>
    NoAnswer,

    /// <summary>Somebody has to log in first.</summary>
    Login,

    /// <summary>A redirect to the same path with, or without, its trailing slash.</summary>
    Slash,

    /// <summary>A redirect to the same address with https.</summary>
    Https,

    /// <summary>Any other redirect.</summary>
    Redirect,

    /// <summary>PostHog's application answered in place of its ingest or assets host.</summary>
    PostHogApp,

    /// <summary>An HTML page.</summary>
    Page,

    /// <summary>404 or 405: nothing is mapped there.</summary>
    NotForwarded,

    /// <summary>PostHog does not know the host it is asked as.</summary>
    WrongHost,

    /// <summary>The proxy does not reach PostHog.</summary>
    Gateway,

    /// <summary>PostHog's assets host refuses the proxy.</summary>
    AssetsRefused,

    /// <summary>Any other refusal or failure.</summary>
    Refused,
}

/// <summary>What stood in the way of one question.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">What shows it: a product, a target, a status.</param>
internal sealed record Obstacle(ObstacleKind Kind, string Detail);
