namespace PostHogProxy.Recipes;

/// <summary>The recipes of the pages as they are written there, so that a test runs the text that a reader copies.</summary>
internal static class DocsPage
{
    /// <summary>What the recipes' <c>phc_…</c> stands for.</summary>
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    /// <param name="page">From the repository's root.</param>
    /// <param name="heading">The one above the block, without its hashes.</param>
    /// <param name="language">What the fence opens with.</param>
    /// <param name="number">Which of several, from 0.</param>
    public static string Block(string page, string heading, string language, int number = 0)
    {
        var blocks = Blocks(page, heading).Where(block => block.Language == language).Select(block => block.Text).ToList();
        Assert.True(number < blocks.Count, $"{page} has {blocks.Count} blocks of {language} below '{heading}', and this test runs number {number}, counted from 0.");
        return blocks[number];
    }

    /// <summary>All blocks between this heading and the next, whatever the level of that one.</summary>
    public static IReadOnlyList<(string Language, string Text)> Blocks(string page, string heading)
    {
        var blocks = new List<(string Language, string Text)>();
        var (here, found) = (false, false);
        List<string>? block = null;
        var language = "";
        foreach (var line in File.ReadAllLines(Path.Combine(Root(), page)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is not null && here)
                {
                    blocks.Add((language, string.Join('\n', block).Replace("phc_…", Token, StringComparison.Ordinal)));
                }

                (block, language) = block is null ? (new List<string>(), line[3..]) : (null, "");
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else if (line.StartsWith('#'))
            {
                here = line.TrimStart('#').Trim() == heading;
                found |= here;
            }
        }

        Assert.True(found, $"{page} has no heading '{heading}'.");
        return blocks;
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PostHogProxy.Middleware.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
