using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Tests.Findings;

public sealed class FindingTests
{
    [Theory]
    [InlineData("Turn it on.", "It is off. Turn it on.")]
    [InlineData(null, "It is off.")]
    public void A_finding_reads_as_what_is_so_and_what_to_do(string? fix, string text) =>
        Assert.Equal(text, new Finding("PHX0000", FindingSeverity.Warning, "It is off.", "here", fix).ToString());

    [Theory]
    [InlineData("Info", false)]
    [InlineData("Warning", true)]
    [InlineData("Error", true)]
    public void From_a_warning_on_somebody_should_act(string severity, bool isProblem) =>
        Assert.Equal(isProblem, new Finding("PHX0000", Enum.Parse<FindingSeverity>(severity), "It is off.", "here").IsProblem);
}
