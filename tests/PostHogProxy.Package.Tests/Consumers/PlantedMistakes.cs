using System.Text.RegularExpressions;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>What the apps in <c>Projects</c> say of themselves: a comment <c>planted: PHX####</c> stands on the line of every mistake.</summary>
internal static partial class PlantedMistakes
{
    public static IEnumerable<string> In(string folder, string word = "planted") =>
        from file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(folder, file).Replace('\\', '/')
        where !path.Split('/').Any(part => part is "bin" or "obj")
        from line in File.ReadLines(file).Index()
        from mark in Mark().Matches(line.Item)
        where mark.Groups["word"].Value == word
        from id in mark.Groups["ids"].Value.Split(", ")
        orderby path, line.Index, id
        select $"{path}:{line.Index + 1} {id}";

    [GeneratedRegex(@"(?<word>planted|info): (?<ids>PHX\d{4}(, PHX\d{4})*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
