using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>The same as our matcher reads them.</summary>
internal static partial class PublishedLists
{
    private static readonly Lazy<IReadOnlyList<FilterList>> Parsed = new(() => [.. Files.Select(file => FilterList.Parse(File.ReadAllText(file), file))]);

    public static IReadOnlyList<FilterList> All => Parsed.Value;

    public static IReadOnlyList<FilterList> UBlock => [.. All.Take(UBlockFiles.Count)];
}
