namespace PostHogProxy.Recipes;

/// <summary>A recipe that the compiler must have as a file: the file holds the page's text.</summary>
internal static class SameText
{
    /// <param name="file">Below this project.</param>
    /// <param name="recipe">Its paragraphs stand in the file, each as it is.</param>
    public static void Holds(string file, string recipe)
    {
        var text = File.ReadAllText(Path.Combine(DocsPage.Root(), "tests", "PostHogProxy.EndToEnd", file));
        Assert.All(recipe.Split("\n\n"), paragraph => Assert.Contains("\n" + paragraph + "\n", "\n" + text, StringComparison.Ordinal));
    }
}
