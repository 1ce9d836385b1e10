using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>Finds names in the sources without binding what does not hold them: of 500 files, one or two map a proxy.</summary>
internal sealed class SourceTrees
{
    private readonly Compilation _compilation;

    public SourceTrees(Compilation compilation)
    {
        _compilation = compilation;
    }

    /// <summary>Whether one of some texts stands anywhere, in any case.</summary>
    public bool Contain(IReadOnlyList<string> texts, CancellationToken cancellation) =>
        _compilation.SyntaxTrees.Any(tree => TextOf(tree, cancellation) is var source
            && texts.Any(text => source.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>Every place where a name is used, with the means to ask what it means there.</summary>
    public IEnumerable<(SimpleNameSyntax Name, SemanticModel Model)> Uses(string name, CancellationToken cancellation)
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            if (TextOf(tree, cancellation).IndexOf(name, StringComparison.Ordinal) < 0)
            {
                continue;
            }

            // The proxies of the whole app are needed to judge one file of it while it is written, and the few files that map them are bound
            // here alone. Waiting for the end of the compilation would leave editors without these diagnostics and their fixes.
#pragma warning disable RS1030
            var model = _compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (node.Identifier.ValueText == name)
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return (node, model);
                }
            }
        }
    }

    /// <summary>The call whose method a name is; null where it is not called there.</summary>
    public static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Name == name && call.Expression == access => call,
        MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
        InvocationExpressionSyntax call when call.Expression == name => call,
        _ => null,
    };

    /// <summary>Whether a name stands in a declaration, a comment's cref or a nameof: then nothing is called there.</summary>
    public static bool IsMention(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<CrefSyntax>() is not null
        || name.FirstAncestorOrSelf<InvocationExpressionSyntax>(call => call.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" }) is not null;

    private static string TextOf(SyntaxTree tree, CancellationToken cancellation) => tree.GetText(cancellation).ToString();
}
