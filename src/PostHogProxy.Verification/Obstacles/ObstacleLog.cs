using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Obstacles;

/// <summary>
/// The obstacles that were met, each once, with every path it stood before: one cause is told as one finding, however many checks it stops.
/// </summary>
internal sealed class ObstacleLog(string host)
{
    private readonly List<(Question Question, Obstacle Obstacle)> _met = [];

    public IEnumerable<ObstacleKind> Kinds => _met.Select(met => CauseOf(met.Obstacle.Kind)).Distinct();

    public void Note(Question question, Obstacle obstacle) => _met.Add((question, obstacle));

    /// <summary>What an obstacle comes of. A path that PostHog does not know looks like several others.</summary>
    public ObstacleKind CauseOf(ObstacleKind kind) => IsOfWrongPath(kind) && Has(ObstacleKind.PrefixKept) ? ObstacleKind.PrefixKept : kind;

    public bool Has(ObstacleKind kind) => _met.Any(met => met.Obstacle.Kind == kind);

    /// <summary>Whether it was met at any of these questions.</summary>
    public bool Has(ObstacleKind kind, IEnumerable<Question> questions) =>
        _met.Any(met => met.Obstacle.Kind == kind && questions.Contains(met.Question));

    public Finding Finding(ObstacleKind kind)
    {
        var met = _met.Where(row => CauseOf(row.Obstacle.Kind) == kind).ToList();
        var paths = string.Join(", ", met.Select(row => row.Question.Path).Distinct(StringComparer.Ordinal));
        var details = string.Join("; ", met.Select(row => row.Obstacle.Detail).Distinct(StringComparer.Ordinal).Take(3));
        var (rule, message, fix) = ObstacleWords.Of(kind);
        return rule.Say($"{message} ({paths}: {details}).", host, fix);
    }

    private static bool IsOfWrongPath(ObstacleKind kind) =>
        kind is ObstacleKind.PostHogApp or ObstacleKind.NotForwarded or ObstacleKind.AssetsRefused or ObstacleKind.Page or ObstacleKind.Login;
}
