using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether one obstacle was met by what every page asks first. It asks nothing itself.</summary>
internal sealed class ObstacleCheck(string name, ObstacleKind kind, string absent) : ICheck
{
    public string Name => name;

    public ObstacleKind Kind => kind;

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var asked = new List<string>();
        foreach (var question in inspection.Questions.Basic)
        {
            asked.Add((await inspection.AskAsync(question, cancellationToken).ConfigureAwait(false)).Question.Path);
        }

        var isMet = inspection.Obstacles.Has(kind);
        return new(name, string.Join(", ", asked), isMet ? "it is in the way" : absent, []) { Obstacles = isMet ? [kind] : [] };
    }
}
