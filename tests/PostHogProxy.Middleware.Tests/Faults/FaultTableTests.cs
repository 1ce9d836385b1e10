namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Whatever goes wrong on the way to PostHog or at PostHog, the visitor is told so that nothing is lost, and the next request works.</summary>
public sealed class FaultTableTests(FaultRun run) : IClassFixture<FaultRun>
{
    private static readonly Dictionary<string, Fault> Rows = FaultTable.Rows.ToDictionary(row => row.Name);

    public static TheoryData<string> Names() => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_visitor_is_answered_as_the_contract_says_and_nothing_is_left_behind_when(string fault)
    {
        var row = Rows[fault];
        var differences = new List<string>();
        foreach (var column in Enum.GetValues<Column>())
        {
            var outcome = await run.Of(row, column);
            if (!row.Expected(column).Allows(outcome.Cell))
            {
                differences.Add($"{column}: {outcome.Cell}, not {row.Expected(column)}");
            }

            differences.AddRange(outcome.Problems.Select(problem => $"{column}: {problem}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void There_are_at_least_30_of_them() => Assert.True(Rows.Count >= 30, $"there are {Rows.Count}");
}
