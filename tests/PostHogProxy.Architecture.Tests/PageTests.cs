using System.Text.RegularExpressions;
using PostHogProxy.Architecture.Tests.Reading;

namespace PostHogProxy.Architecture.Tests;

/// <summary>ARCHITECTURE.md and CONTRIBUTING.md say what is so: the files are there, and the picture is the house.</summary>
public sealed partial class PageTests
{
    private static readonly string[] Pages = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

    [Fact]
    public void Every_file_that_a_page_names_exists()
    {
        var missing = from page in Pages
                      from Match name in Paths().Matches(File.ReadAllText(Repository.File(page)))
                      let path = name.Groups[1].Value
                      where !Exists(path) && !Exists("src/PostHogProxy.Middleware/" + path)
                      select $"{page}: {path}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_type_of_a_request_s_way_exists()
    {
        var page = File.ReadAllText(Repository.File("ARCHITECTURE.md"));
        var way = page[page.IndexOf("## A request's way", StringComparison.Ordinal)..page.IndexOf("## Where to add", StringComparison.Ordinal)];
        var names = Types().Matches(way).Select(match => match.Groups[1].Value).ToList();

        Assert.True(names.Count > 5);
        Assert.All(names, name => Assert.NotEmpty(Directory.GetFiles(Repository.File("src"), name + ".cs", SearchOption.AllDirectories)));
    }

    [Theory]
    [InlineData("Middleware")]
    [InlineData("Verification")]
    [InlineData("Pomerium")]
    [InlineData("Rules")]
    public void The_picture_has_the_rooms_in_the_order_of_the_house(string project)
    {
        var floor = House.Floors.First(each => each.Name == "PostHogProxy." + project);
        var picture = Picture();
        var lines = picture[(Array.FindIndex(picture, line => line.StartsWith(floor.Folder + " ", StringComparison.Ordinal)) + 1)..]
            .TakeWhile(line => line.StartsWith(' ')).Select(line => line.Trim()).ToList();
        var drawn = lines.Count == 1 ? lines[0].Split(", ") : lines.Select(line => line.Split(' ')[0]).Where(room => room != Rooms.Ground);

        Assert.Equal(floor.Rooms.Where(room => room != Rooms.Ground && !room.Contains('/')), drawn);
    }

    [Fact]
    public void The_picture_has_the_projects_in_the_order_of_the_house()
    {
        var drawn = Picture().Where(line => !line.StartsWith(' ')).Select(line => Path.GetFileName(line.Split(' ')[0]));

        Assert.Equal(House.Floors.Select(floor => floor.Name).Distinct(), drawn);
    }

    // A page that must be read twice is not read.
    [Fact]
    public void No_sentence_has_more_than_30_words()
    {
        var found = from page in Pages
                    from block in Blocks(File.ReadAllText(Repository.File(page)))
                    from sentence in SentenceEnds().Split(block)
                    let words = sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    where words.Length > 30
                    select $"{page}: {sentence}";

        Assert.Empty(found);
    }

    private static string[] Picture() => File.ReadAllText(Repository.File("ARCHITECTURE.md")).Split("```")[1].Trim('\n').Split('\n');

    private static IEnumerable<string> Blocks(string page) =>
        page.Split("```").Where((_, at) => at % 2 == 0)
            .SelectMany(text => text.Split('\n').Aggregate(new List<string> { "" }, (blocks, line) =>
            {
                if (line.Length == 0 || line[0] is '-' or '#' or '|' || char.IsAsciiDigit(line[0]))
                {
                    blocks.Add(line);
                }
                else
                {
                    blocks[^1] += " " + line;
                }

                return blocks;
            }));

    private static bool Exists(string path) => File.Exists(Repository.File(path)) || Directory.Exists(Repository.File(path));

    [GeneratedRegex("`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+|[A-Za-z.]+\\.(?:md|sh|props|sln|json))`")]
    private static partial Regex Paths();

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Types();

    [GeneratedRegex("(?<=[.:!?])\\s")]
    private static partial Regex SentenceEnds();
}
