using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A compiler that has moved on does not wait until a long file is read.</summary>
public sealed class StoppedReadingTests
{
    /// <summary>Pages of one long piece, which is in the place of LONG.</summary>
    [Theory]
    [InlineData("posthog.init LONG")]
    [InlineData("<p>posthog.init</p>LONG<p></p>")]
    [InlineData("<!-- posthog.init LONG -->")]
    [InlineData("<!-- posthog.init LONG")]
    [InlineData("@* posthog.init LONG *@")]
    [InlineData("<style>posthog.init LONG</style>")]
    [InlineData("<textarea>posthog.init LONG")]
    [InlineData("<p title='posthog.init LONG'>")]
    [InlineData("<p posthog.init LONG>")]
    [InlineData("<p posthog={init LONG}>")]
    [InlineData("<script>posthog.init LONG</script>")]
    [InlineData("<script type='text/html'>posthog.init LONG</script>")]
    public void The_reading_of_a_page_is_stopped(string page) => Stops(page, ClientLanguage.Markup);

    [Theory]
    [InlineData("posthog.init; LONG")]
    [InlineData("// posthog.init LONG")]
    [InlineData("const a = 'posthog.init LONG'")]
    [InlineData("const a = `posthog.init LONG`")]
    public void The_reading_of_a_script_is_stopped(string script) => Stops(script, ClientLanguage.Script);

    private static void Stops(string text, ClientLanguage language)
    {
        var isOver = new CancellationToken(canceled: true);
        var read = text.Replace("LONG", string.Concat(Enumerable.Repeat("word ", 4000)), StringComparison.Ordinal);

        Assert.Empty(ClientSetups.Find(read, language, TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => ClientSetups.Find(read, language, isOver));
        Assert.Empty(ClientSetups.Find(text, language, isOver));
    }
}
