namespace PostHogProxy.Rules.Blocking;

/// <summary>The paths our own documentation shows. What every reader copies is what a list's author sees first.</summary>
internal static class DocumentedPaths
{
    private static readonly string[] All = ["/k3fw", "/ingest-x1"];

    public static bool Has(string path) => All.Contains(path, StringComparer.OrdinalIgnoreCase);
}
