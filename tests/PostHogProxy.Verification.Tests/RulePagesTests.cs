using System.Text.RegularExpressions;

namespace PostHogProxy.Verification.Tests;

/// <summary>
/// Each finding that the code can make has a page in docs/rules, and each page a finding. That every one of Pomerium's (PHX4xxx) has
/// one is asked by the tests beside their table, whose ids are put together from numbers.
/// </summary>
public sealed partial class RulePagesTests
{
    private static readonly string Root = FindRoot();

    private static readonly string[] Pages = Directory.GetFiles(Path.Combine(Root, "docs", "rules"), "PHX*.md");

    private static readonly string[] Parts = ["Why", "Fix", "Silence"];

    [Fact]
    public void Every_id_in_the_code_has_a_page_and_no_other_has()
    {
        // An id in quotes is one that is used; in prose, one that is spoken of.
        var inCode = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(file => QuotedId().Matches(File.ReadAllText(file)).Select(id => id.Groups[1].Value))
            .Where(id => !IsPomeriums(id))
            .Distinct();

        var pages = Pages.Select(page => Path.GetFileNameWithoutExtension(page)).Where(page => !IsPomeriums(page));
        Assert.Equal(inCode.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_page_says_what_why_how_to_mend_and_how_to_silence()
    {
        var wrong = Pages.Where(page =>
        {
            var text = File.ReadAllText(page);
            return !text.StartsWith($"# {Path.GetFileNameWithoutExtension(page)}: ", StringComparison.Ordinal)
                || (!text.Contains("\n**What.** ", StringComparison.Ordinal) && !OpensWithText(text))
                || !Parts.All(part => text.Contains($"\n**{part}.**", StringComparison.Ordinal) || text.Contains($"\n## {part}\n", StringComparison.Ordinal));
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_title_begins_with_a_capital_or_with_a_path()
    {
        var wrong = Pages.Select(page => File.ReadLines(page).First().Split(": ", 2)[1])
            .Where(title => !char.IsUpper(title[0]) && title[0] != '/');

        Assert.Empty(wrong);
    }

    // What a page with headings says of itself stands between its title and the first of them.
    private static bool OpensWithText(string text)
    {
        var title = text.IndexOf('\n', StringComparison.Ordinal);
        var heading = text.IndexOf("\n## ", StringComparison.Ordinal);
        return title >= 0 && heading > title && !string.IsNullOrWhiteSpace(text[title..heading]);
    }

    private static bool IsPomeriums(string name) => name.StartsWith("PHX4", StringComparison.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PostHogProxy.Middleware.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }

    [GeneratedRegex("\"(PHX[0-9]{4})\"")]
    private static partial Regex QuotedId();
}
