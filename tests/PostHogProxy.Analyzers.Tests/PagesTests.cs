using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>Whoever follows the pages finds code that compiles, fences that open and links that lead somewhere.</summary>
public sealed partial class PagesTests
{
    // What the web template's ImplicitUsings bring, and the using that the README opens with.
    private const string Usings = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Net.Http.Json;
        using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Routing; using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; using Microsoft.Extensions.Logging;

        """;

    private static readonly string[] Roots = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "src/PostHogProxy.Middleware/Package/README.md"];

    public static TheoryData<string> Pages =>
    [
        .. Roots,
        .. Directory.GetFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.File("."), file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_in_CSharp_compiles_in_an_app_from_the_web_template(string page)
    {
        // OpenTelemetry, Redis, WebApplicationFactory and Aspire are no part of the framework; their examples are run in the tests of the middleware, of its
        // instrumentation and of the AppHost's resource. A serializer's context needs a source generator, which does not run here: the tests of the package build one like it.
        var examples = Example().Matches(Repository.Text(page)).Select(example => example.Groups[1].Value)
            .Where(example => !example.Contains("using OpenTelemetry", StringComparison.Ordinal)
                && !example.Contains("using Microsoft.Extensions.Caching.StackExchangeRedis", StringComparison.Ordinal)
                && !example.Contains("using Microsoft.AspNetCore.Mvc.Testing", StringComparison.Ordinal)
                && !example.Contains("[JsonSerializable(", StringComparison.Ordinal)
                && !example.Contains("AddPostHogStandIn(", StringComparison.Ordinal)
                && !example.Contains("PostHogStandInResource", StringComparison.Ordinal))
            .SelectMany(example => example.Split("// after\n"));

        Assert.Empty(examples.SelectMany(Errors));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_fence_stands_on_a_line_of_its_own_and_has_its_end(string page)
    {
        var lines = Repository.Text(page).Split('\n').Where(line => line.Contains("```", StringComparison.Ordinal)).ToList();

        Assert.All(lines, (line, index) => Assert.Matches(index % 2 == 0 ? "^```[a-z]*$" : "^```$", line));
        Assert.Equal(0, lines.Count % 2);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there(string page)
    {
        foreach (var link in Link().Matches(Repository.Text(page)).Select(link => link.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            var (path, heading) = link.Split('#') is [var file, var anchor] ? (file, anchor) : (link, null);
            var target = path.Length == 0 ? Repository.File(page) : Path.Combine(Path.GetDirectoryName(Repository.File(page))!, path);

            Assert.True(Path.Exists(target), $"{page} links to {link}, which is not there.");
            Assert.True(heading is null || Headings(target).Contains(heading), $"{page} links to {link}, and there is no such heading.");
        }
    }

    private static IEnumerable<string> Errors(string example)
    {
        var lines = example.Split('\n').ToLookup(line => line.StartsWith("using ", StringComparison.Ordinal));
        var own = lines[true].Contains("using PostHogProxy;") ? lines[true] : lines[true].Append("using PostHogProxy;");
        var program = $"{Usings}{string.Join('\n', own)}\nvar builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n{string.Join('\n', lines[false])}";

        return CSharpCompilation.Create("Example", [CSharpSyntaxTree.ParseText(program)], App.References(withPackage: true))
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(error => $"{error.GetMessage()} in:\n{example}");
    }

    private static IEnumerable<string> Headings(string file) => Heading().Matches(File.ReadAllText(file))
        .Select(heading => NoWord().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();
}
