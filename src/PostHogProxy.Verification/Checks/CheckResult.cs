using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>How a check ended.</summary>
internal enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>As it should be, or not to be told from here; there is something to say.</summary>
    Noted,

    /// <summary>Not as it should be.</summary>
    Failed,

    /// <summary>Not to be told, because of what another check found.</summary>
    Blocked,
}

/// <summary>One thing that was looked at: what was asked, what came, and what it means.</summary>
/// <param name="Name">In a word or two; stable.</param>
/// <param name="Asked">What was asked.</param>
/// <param name="Came">What came.</param>
/// <param name="Findings">What it means; empty where there is nothing to say.</param>
internal sealed record CheckResult(string Name, string Asked, string Came, IReadOnlyList<Finding> Findings)
{
    /// <summary>What kept the check from its answer; empty where nothing did.</summary>
    public IReadOnlyList<ObstacleKind> Obstacles { get; init; } = [];

    /// <summary>The rule that speaks about what kept the check from its answer, where another check tells of it.</summary>
    public string? BlockedBy { get; init; }

    public CheckOutcome Outcome =>
        Findings.Any(finding => finding.IsProblem) ? CheckOutcome.Failed
        : BlockedBy is not null || Obstacles.Count > 0 ? CheckOutcome.Blocked
        : Findings.Count > 0 ? CheckOutcome.Noted
        : CheckOutcome.Passed;

    /// <summary>A check over one answer.</summary>
    public static CheckResult Of(string name, Reply reply, params ReadOnlySpan<Finding?> findings) => Of(name, [reply], findings);

    /// <summary>A check over several answers.</summary>
    public static CheckResult Of(string name, IReadOnlyList<Reply> replies, params ReadOnlySpan<Finding?> findings)
    {
        var said = new List<Finding>();
        foreach (var finding in findings)
        {
            if (finding is not null)
            {
                said.Add(finding);
            }
        }

        return new(
            name,
            string.Join("; ", replies.Select(reply => reply.Question.ToString()).Distinct()),
            string.Join("; ", replies),
            said)
        {
            Obstacles = [.. replies.Where(reply => reply.Obstacle is not null).Select(reply => reply.Obstacle!.Kind).Distinct()],
        };
    }

    /// <summary>A check that could not be made because of what is already known.</summary>
    public static CheckResult NotMade(string name, string asked, string blockedBy) => new(name, asked, "not asked", []) { BlockedBy = blockedBy };
}
