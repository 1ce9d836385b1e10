using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.CodeFixes;

namespace PostHogProxy.Analyzers.Tests.Fixes;

/// <summary>
/// As <c>dotnet format analyzers</c> asks: for one id at a time, with the key of whatever diagnostic it met first, which may be of another
/// id or have no fix, and so no key.
/// </summary>
public sealed class FixAllTests
{
    private const string Code = """var a = "one"; var b = "two"; var c = "three";""";

    private static readonly Diagnostic[] Found = [Make("PHX2004", "one", "1"), Make("PHX2002", "two", "2"), Make("PHX2004", "three", "3"), Make("PHX2003", "two", null)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task One_run_for_an_id_fixes_all_of_it_whatever_comes_first(int first)
    {
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("App", LanguageNames.CSharp).AddDocument("Program.cs", SourceText.From(Code));
        var fix = new ReplaceTextCodeFixProvider();
        CodeAction? action = null;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, Found[first], (made, _) => action ??= made, TestContext.Current.CancellationToken));

        var context = new FixAllContext(document, fix, FixAllScope.Solution, action?.EquivalenceKey!, ["PHX2004"], new Reported(), TestContext.Current.CancellationToken);
        var all = await fix.GetFixAllProvider()!.GetFixAsync(context);
        var operations = await all!.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;

        Assert.Equal("""var a = "1"; var b = "two"; var c = "3";""", (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
    }

    private static Diagnostic Make(string id, string at, string? replacement)
    {
        var descriptor = App.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).First(each => each.Id == id);
        var span = new TextSpan(Code.IndexOf($"\"{at}\"", StringComparison.Ordinal) + 1, at.Length);
        var properties = replacement is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add("Replacement", replacement);
        return Diagnostic.Create(descriptor, Location.Create("Program.cs", span, default), properties, "said");
    }

    private sealed class Reported : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(Found);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            // Those of a document belong to a tree.
            var tree = await project.Documents.Single().GetSyntaxTreeAsync(cancellationToken);
            return Found.Select(each => Diagnostic.Create(each.Descriptor, Location.Create(tree!, each.Location.SourceSpan), each.Properties, "said"));
        }
    }
}
