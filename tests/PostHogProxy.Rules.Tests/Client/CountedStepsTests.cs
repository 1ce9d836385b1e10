using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>
/// Every character that is looked at is counted, in whatever token: what is not counted a compiler that has moved on cannot stop. And none is
/// looked at many times.
/// </summary>
public sealed class CountedStepsTests
{
    private const int Times = 300;

    public static TheoryData<string, string> Pieces => new()
    {
        { "names", "a{0} " },
        { "numbers", "1{0} " },
        { "strings", "'{0}';" },
        { "strings that are not closed", "'{0}\n" },
        { "comments of a line", "//{0}\n" },
        { "comments", "/*{0}*/" },
        { "comments of Razor", "@*{0}*@" },
        { "regular expressions", ";/{0}/" },
        { "flags of regular expressions", ";/a/{0}" },
        { "templates", "`{0}`;" },
        { "white space", "a{1}" },
        { "text of elements", "<p>{0}</p>;" },
        { "attributes", "<p a='{0}'/>;" },
        { "brackets", "((((((((((((((((((((" },
        { "slashes that divide", ";/[{0}" },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Reading_counts_each_character_once_or_a_few_times(string name, string piece)
    {
        var text = string.Concat(Enumerable.Repeat(
            piece.Replace("{0}", new string('x', 60), StringComparison.Ordinal).Replace("{1}", new string(' ', 60), StringComparison.Ordinal), Times));
        var steps = new ReadingSteps(TestContext.Current.CancellationToken);

        ScriptLexer.Read(text, new(0, text.Length, [], HasJsx: true, Level: 0), steps);

        Assert.True(steps.Count >= text.Length, $"{name}: {steps.Count} steps for {text.Length} characters");
        Assert.True(steps.Count <= 4L * text.Length, $"{name}: {steps.Count} steps for {text.Length} characters");
    }

    [Fact]
    public void A_reading_that_nobody_waits_for_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var text = string.Concat(Enumerable.Repeat("/* nobody waits for this */", 2000));

        Assert.Throws<OperationCanceledException>(() =>
            ScriptLexer.Read(text, new(0, text.Length, [], HasJsx: true, Level: 0), new(source.Token)));
    }
}
