using System.Text;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

/// <summary>
/// A file of Writing/Patches: a configuration with what the patch does to it, typed as a diff. Its first line says what is wanted:
/// <c>@ host path region</c>, then <c>app=…</c>, <c>left=…</c> (ids of findings that were there before and stay), <c>crlf</c>, <c>bom</c>,
/// <c>no-newline</c> (at the end), <c>inline</c> (all is one line, so that line has to change).
/// </summary>
internal sealed class PatchCase
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "PostHogProxy.Pomerium.Tests", "Writing", "Patches");

    private PatchCase(string[] wanted, string[] diff)
    {
        Description = new(wanted[1], wanted[2] == "-" ? null : wanted[2], Enum.Parse<PostHogRegion>(wanted[3]), Option(wanted, "app=") is { } app ? new(app) : null);
        Left = Option(wanted, "left=")?.Split(',') ?? [];
        IsInline = wanted.Contains("inline");
        Removed = Lines(diff, "-");
        Added = Lines(diff, "+");
        Before = Text(Lines(diff, " -"), wanted);
        After = Text(Lines(diff, " +"), wanted);
    }

    public static IReadOnlyList<string> Names { get; } = [.. Directory.GetFiles(Folder, "*.diff").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    public ProxyDescription Description { get; }

    public IReadOnlyList<string> Left { get; }

    public bool IsInline { get; }

    public IReadOnlyList<string> Removed { get; }

    public IReadOnlyList<string> Added { get; }

    public string Before { get; }

    public string After { get; }

    public static PatchCase Load(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name + ".diff"));
        return new(lines[0].Split(' '), lines[1..]);
    }

    private static string? Option(string[] wanted, string name) => Array.Find(wanted, option => option.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    // An empty line of the diff is one that stays.
    private static List<string> Lines(string[] diff, string signs) =>
        [.. diff.Where(line => signs.Contains(line.Length == 0 ? ' ' : line[0], StringComparison.Ordinal)).Select(line => line.Length == 0 ? line : line[1..])];

    private static string Text(List<string> lines, string[] wanted)
    {
        var end = wanted.Contains("crlf") ? "\r\n" : "\n";
        var text = new StringBuilder(wanted.Contains("bom") ? "\uFEFF" : "").AppendJoin(end, lines);
        return (wanted.Contains("no-newline") ? text : text.Append(end)).ToString();
    }
}
