using System.Text.RegularExpressions;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Tests.Checks;

/// <summary>What a page shows as wrong is found, and what it shows as right is not.</summary>
public sealed partial class RuleExampleTests
{
    // Two are judged against an app, and two are of the tool: none has a file that shows it alone.
    private static readonly string[] WithoutAFile = ["PHX4022", "PHX4023", "PHX4070", "PHX4080"];

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "rules"), "PHX4*.md")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Except(WithoutAFile).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Before_has_the_finding_and_after_has_not(string id)
    {
        var examples = Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", id + ".md")));
        Assert.NotEmpty(examples);

        foreach (var example in examples.Select(match => match.Groups))
        {
            var before = Found(example["before"].Value);
            var after = Found(example["after"].Value);

            Assert.Contains(id, before);
            Assert.DoesNotContain(id, after);

            // The cure brings no other problem. Excerpts leave out the second route (PHX4008) and what keeps cookies back (PHX4033).
            Assert.Empty(after.Except(before).Except(["PHX4008", "PHX4033"]));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_yaml_of_a_page_is_such_an_example_or_silences(string id)
    {
        var others = Yaml().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", id + ".md"))).Select(match => match.Value)
            .Where(block => !Example().IsMatch(block) && block != $"```yaml\n# posthog-proxy-disable-next-line {id}\n```");

        Assert.Empty(others);
    }

    private static List<string> Found(string text)
    {
        // Routes alone are those of a file.
        var file = text.StartsWith("- ", StringComparison.Ordinal) ? "routes:\n" + text : text;
        return [.. PomeriumChecks.Of(PomeriumConfiguration.Read(file)).Select(finding => finding.Id).Distinct()];
    }

    [GeneratedRegex("```yaml\n# before\n(?<before>[^`]*?)\n# after\n(?<after>[^`]*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("```yaml\n.*?```", RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
