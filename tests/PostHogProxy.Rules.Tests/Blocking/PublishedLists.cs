namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>
/// The lists as their projects publish them, where somebody has put them: in the folder that POSTHOGPROXY_FILTER_LISTS names, else in
/// shared/filter-lists beside the repository. None of them is part of it.
/// </summary>
internal static partial class PublishedLists
{
    public static string Repository { get; } = FindRepository();

    public static string Folder { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("POSTHOGPROXY_FILTER_LISTS") ?? Path.Combine(Repository, "..", "shared", "filter-lists"));

    /// <summary>What uBlock Origin comes with.</summary>
    public static IReadOnlyList<string> UBlockFiles { get; } =
        [FileOf("easylist"), FileOf("easyprivacy"), FileOf("ublock-filters"), FileOf("ublock-privacy")];

    public static string AdGuardFile { get; } = FileOf("adguard-tracking-protection");

    public static bool AreHere { get; } = Look();

    public static bool IsLongRun { get; } = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1";

    private static IEnumerable<string> Files => [.. UBlockFiles, AdGuardFile];

    private static string FileOf(string name) => Path.Combine(Folder, name + ".txt");

    private static bool Look()
    {
        var missing = Files.Where(file => !File.Exists(file)).ToList();
        if (missing.Count > 0)
        {
            Console.WriteLine($"NO FILTER LISTS: {missing[0]} is missing; nothing is compared with published lists in this run.");
        }

        return missing.Count == 0;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PostHogProxy.Middleware.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
