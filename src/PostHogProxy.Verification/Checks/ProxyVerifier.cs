using System.Diagnostics;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Obstacles;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Looks at a live proxy as a browser meets it: this package's, or any other server's.</summary>
/// <param name="names">The DNS.</param>
/// <param name="postHog">A way to PostHog itself, past the proxy, to compare with.</param>
/// <param name="configure">Changes the connections to the proxy; for tests.</param>
/// <param name="clock">The time by which certificates are judged.</param>
internal sealed class ProxyVerifier(
    INameRecords names, HttpMessageInvoker postHog, Action<SocketsHttpHandler>? configure = null, TimeProvider? clock = null)
{
    // Name and connection; what follows asks under aliases, where there are some.
    private const int BeforeAliases = 2;

    // Events before flags: under a wrong host name PostHog says of both what it says of an unknown token, but of events never.
    private static readonly ICheck[] Checks =
    [
        new NameCheck(), new ConnectionCheck(), new ScriptCheck(), new EventCheck(), new FlagsCheck(), new RemoteConfigCheck(),
        new ObstacleCheck("login", ObstacleKind.Login, "no sign-in"), new ObstacleCheck("slashes", ObstacleKind.Slash, "paths keep their slashes"),
        new BodyAndQueryCheck(), new SizeCheck(), new CorsCheck(), new RegionCheck(), new StrangerCheck(), new UpgradeCheck(), new HeaderCheck(),
        new LatencyCheck(), new BlockerCheck(), new HandCheck(), new TestEventCheck(),
    ];

    /// <param name="target">The proxy.</param>
    /// <param name="progress">Hears the name of each check before it begins.</param>
    /// <param name="cancellationToken">Ends the run, and only this is thrown.</param>
    public async Task<VerificationReport> RunAsync(VerifyTarget target, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var proxy = new ProxyConnection(target, configure);
        var inspection = new Inspection(target, proxy, names, postHog, clock ?? TimeProvider.System);
        var results = new List<CheckResult>();
        foreach (var check in target.AliasName is null ? Checks : [.. Checks[..BeforeAliases], new AliasCheck(), .. Checks[BeforeAliases..]])
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(check.Name);
            results.Add(await check.RunAsync(inspection, cancellationToken).ConfigureAwait(false));
            if (inspection.IsDead)
            {
                break;
            }
        }

        await PrefixQuestion.SettleAsync(inspection, cancellationToken).ConfigureAwait(false);
        return new(target, Explained(results, inspection.Obstacles), Stopwatch.GetElapsedTime(startedAt)) { ProvesNothing = inspection.IsUnanswered };
    }

    // An obstacle is told once: by the check that is there for it, else by the first it stopped. The others point there.
    private static List<CheckResult> Explained(List<CheckResult> results, ObstacleLog obstacles)
    {
        results = [.. results.Select(result => result with { Obstacles = [.. result.Obstacles.Select(obstacles.CauseOf).Distinct()] })];
        var tellers = new Dictionary<ObstacleKind, CheckResult>();
        foreach (var kind in obstacles.Kinds)
        {
            var own = Checks.OfType<ObstacleCheck>().FirstOrDefault(check => check.Kind == kind)?.Name;
            if ((results.Find(result => result.Name == own) ?? results.Find(result => result.Obstacles.Contains(kind))) is { } teller)
            {
                tellers.Add(kind, teller);
            }
        }

        return [.. results.Select(result =>
        {
            var told = result.Obstacles.Where(kind => ReferenceEquals(tellers[kind], result)).Select(obstacles.Finding).ToList();
            return result with
            {
                Findings = [.. result.Findings, .. told],
                BlockedBy = result.BlockedBy ?? (told.Count > 0 || result.Obstacles.Count == 0 ? null : obstacles.Finding(result.Obstacles[0]).Id),
            };
        })];
    }
}

/// <summary>What was found about one proxy.</summary>
internal sealed record VerificationReport(VerifyTarget Target, IReadOnlyList<CheckResult> Checks, TimeSpan Elapsed)
{
    public IEnumerable<Finding> Findings => Checks.SelectMany(check => check.Findings);

    /// <summary>Whether PostHog answered none of what every page asks first, and nothing is wrong with that: it is off, or has other names here.</summary>
    public bool ProvesNothing { get; init; }

    public bool IsFine => !Findings.Any(finding => finding.IsProblem);
}
