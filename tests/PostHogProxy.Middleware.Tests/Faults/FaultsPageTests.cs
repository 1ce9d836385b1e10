namespace PostHogProxy.Middleware.Tests.Faults;

public sealed class FaultsPageTests
{
    private static readonly string Page = Repository.File("docs/faults.md");

    [Fact]
    public async Task The_page_says_what_the_rows_say()
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (Environment.GetEnvironmentVariable("POSTHOGPROXY_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(Page, FaultsPage.Text(), cancellation);
        }

        Assert.Equal(FaultsPage.Text(), await File.ReadAllTextAsync(Page, cancellation), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Every_row_is_on_it() => Assert.All(FaultTable.Rows, row => Assert.Contains($"| {row.Name} |", FaultsPage.Text()));
}
