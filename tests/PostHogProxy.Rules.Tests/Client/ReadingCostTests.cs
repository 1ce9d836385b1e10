using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What a piece costs does not depend on where in the file it stands.</summary>
public sealed class ReadingCostTests
{
    [Theory]
    [InlineData("<p>posthog.init</p>\n", ClientLanguage.Markup)]
    [InlineData("<!-- posthog.init -->\n", ClientLanguage.Markup)]
    [InlineData("@* posthog.init *@\n", ClientLanguage.Markup)]
    [InlineData("<style>posthog.init /style</style>\n", ClientLanguage.Markup)]
    [InlineData("<script>posthog.init</script>\n", ClientLanguage.Markup)]
    [InlineData("<a onclick='posthog.init' title='a'></a>\n", ClientLanguage.Markup)]
    [InlineData("eval(`posthog.init`);\n", ClientLanguage.Script)]
    [InlineData("const posthog=init ", ClientLanguage.Script)]
    [InlineData("let posthogInit=", ClientLanguage.Script)]
    [InlineData("const posthog=[init ", ClientLanguage.Script)]
    [InlineData("const posthog=function(init){ ", ClientLanguage.Script)]
    [InlineData("const posthog: A<B, C> = init, ", ClientLanguage.Script)]
    [InlineData("let posthog: init<", ClientLanguage.Script)]
    [InlineData("init((({ posthog })));\n", ClientLanguage.Script)]
    [InlineData("const posthog = (): A => { return ({ init }) };\n", ClientLanguage.Script)]
    [InlineData("const page = `<script>posthog.init</script>`;\n", ClientLanguage.Script)]
    public void A_piece_costs_a_few_steps_a_character(string piece, object language)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 2000));
        var steps = new ReadingSteps(TestContext.Current.CancellationToken);

        Assert.Empty(ClientSetups.Find(text, (ClientLanguage)language, steps));
        Assert.InRange(steps.Count, text.Length / 2, 60L * text.Length);
    }
}
