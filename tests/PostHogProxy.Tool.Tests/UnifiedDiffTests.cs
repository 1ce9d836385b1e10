using System.Text.RegularExpressions;
using CsCheck;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Tests;

public sealed partial class UnifiedDiffTests
{
    private static readonly string[] Pieces = ["a\n", "b\n", " c\n", "  d\n", "\r\n", "\n"];

    private static readonly Gen<string> Text = Gen.Select(
        Gen.Int[0, Pieces.Length - 1].Array[0, 30], Gen.Bool, (lines, isWhole) => string.Concat(lines.Select(line => Pieces[line])) + (isWhole ? "" : "end"));

    [Fact]
    public void Two_places_are_two_hunks_and_what_stands_between_is_not_shown()
    {
        var between = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n"));

        Assert.Equal(
            "--- f\n+++ f\n@@ -1,3 +1,4 @@\n+moved\n 0\n 1\n 2\n@@ -998,4 +999,3 @@\n 997\n 998\n 999\n-moved\n",
            UnifiedDiff.Of("f", between + "moved\n", "moved\n" + between));
    }

    [Fact]
    public void A_new_item_is_shown_from_its_dash_on_though_the_next_one_begins_alike() =>
        Assert.Equal(
            "--- f\n+++ f\n@@ -1,3 +1,5 @@\n routes:\n+- from: a\n+  to: b\n - from: a\n   to: c\n",
            UnifiedDiff.Of("f", "routes:\n- from: a\n  to: c\n", "routes:\n- from: a\n  to: b\n- from: a\n  to: c\n"));

    [Fact]
    public void Texts_with_nothing_in_common_are_one_hunk()
    {
        static string Lines(string mark) => string.Concat(Enumerable.Range(0, 3000).Select(i => $"{mark}{i}\n"));

        Assert.Equal(["@@ -1,3000 +1,3000 @@"], UnifiedDiff.Of("f", Lines("a"), Lines("b")).Split('\n').Where(line => line.StartsWith('@')));
    }

    [Fact]
    public void A_diff_makes_the_one_text_of_the_other() =>
        Gen.Select(Text, Text).Sample(
            (before, after) =>
            {
                var diff = UnifiedDiff.Of("f", before, after);

                Assert.Equal(before == after, diff.Length == 0);
                Assert.Equal(after, Applied(before, diff));
            },
            iter: 20_000);

    // As patch does it: at the line that is named, and only where what is to stay or to go is there.
    private static string Applied(string before, string diff)
    {
        var old = Line().Matches(before).Select(line => line.Value).ToList();
        var made = new List<string>();
        var at = 0;
        foreach (var hunk in Hunk().Matches(diff).Select(match => match.Groups))
        {
            var start = int.Parse(hunk["old"].Value, null) - (hunk["count"].Value == "0" ? 0 : 1);
            made.AddRange(old[at..start]);
            Assert.Equal(int.Parse(hunk["new"].Value, null) - (hunk["newcount"].Value == "0" ? 0 : 1), made.Count);
            at = start;
            var first = made.Count;
            var lines = Line().Matches(hunk["lines"].Value).Select(match => match.Value).ToList();
            for (var i = 0; i < lines.Count; i++)
            {
                var line = i + 1 < lines.Count && lines[i + 1][0] == '\\' ? lines[i][..^1] : lines[i];
                if (line[0] is ' ' or '-')
                {
                    Assert.Equal(old[at++], line[1..]);
                }

                if (line[0] is ' ' or '+')
                {
                    made.Add(line[1..]);
                }
            }

            Assert.Equal((int.Parse(hunk["count"].Value, null), int.Parse(hunk["newcount"].Value, null)), (at - start, made.Count - first));
        }

        return string.Concat(made.Concat(old[at..]));
    }

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex Line();

    [GeneratedRegex("^@@ -(?<old>[0-9]+),(?<count>[0-9]+) \\+(?<new>[0-9]+),(?<newcount>[0-9]+) @@\n(?<lines>(?:[ +\\-\\\\][^\n]*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Hunk();
}
