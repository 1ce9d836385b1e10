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
    public void Every_page_opens_with_what_is_wrong_and_has_its_sections_in_one_order()
    {
        var wrong = Pages.Where(page =>
        {
            var text = File.ReadAllText(page);
            var sections = string.Join(", ", Section().Matches(text).Select(section => section.Groups[1].Value));
            return !text.StartsWith($"# {Path.GetFileNameWithoutExtension(page)}: ", StringComparison.Ordinal)
                || !OpensWithText(text)
                || sections is not ("Why, Fix, Silence" or "Why, Fix, Not reported, Silence");
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_section_of_a_page_is_empty() =>
        Assert.DoesNotContain(Pages, page => EmptySection().IsMatch(File.ReadAllText(page).TrimEnd() + "\n## "));

    [Fact]
    public void The_index_has_one_line_for_each_page_with_its_title()
    {
        var lines = IndexLine().Matches(File.ReadAllText(Path.Combine(Root, "docs", "rules", "README.md")))
            .Select(line => (Id: line.Groups["id"].Value, File: line.Groups["file"].Value, Title: line.Groups["title"].Value.Replace("\\<", "<", StringComparison.Ordinal))).ToList();

        Assert.Equal(
            Pages.Select(page => (Path.GetFileNameWithoutExtension(page), Path.GetFileName(page), File.ReadLines(page).First().Split(": ", 2)[1])).Order(),
            lines.Order());
    }

    [Fact]
    public void The_index_goes_up_by_id_in_each_of_its_tables()
    {
        var tables = File.ReadAllText(Path.Combine(Root, "docs", "rules", "README.md")).Split("|---|---|\n").Skip(1)
            .Select(table => IndexLine().Matches(table).Select(line => line.Groups["id"].Value).ToList());

        Assert.All(tables, table => Assert.Equal(table.Order(StringComparer.Ordinal), table));
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

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^## [^\n]*\s+^## ", RegexOptions.Multiline)]
    private static partial Regex EmptySection();

    [GeneratedRegex(@"^\| \[(?<id>PHX[0-9]{4})\]\((?<file>[^)]+)\) \| (?<title>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex IndexLine();

    [GeneratedRegex("\"(PHX[0-9]{4})\"")]
    private static partial Regex QuotedId();
}
