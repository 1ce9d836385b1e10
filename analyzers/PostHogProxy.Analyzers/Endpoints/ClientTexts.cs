using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostHogProxy.Rules.Client;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// Knows the texts of a program that only tell the page where to send: <c>new { api_host = "/t7k2" }</c>, an argument of a call into the page, a
/// variable that is for nothing else.
/// </summary>
internal static class ClientTexts
{
    public static bool Has(SyntaxToken text) => text.Parent is { } literal && IsForPage(literal, mayBeNamed: true);

    private static bool IsForPage(SyntaxNode expression, bool mayBeNamed)
    {
        for (var node = expression; node is not null and not StatementSyntax and not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousObjectMemberDeclaratorSyntax { NameEquals.Name.Identifier.ValueText: var name } when IsHost(name):
                case AssignmentExpressionSyntax { Left: var left } when IsHost(left.ToString().Trim('[', ']', '"')):
                case InitializerExpressionSyntax { Expressions: { Count: 2 } pair } when pair[0] is LiteralExpressionSyntax key && IsHost(key.Token.ValueText):
                case InvocationExpressionSyntax call when IsInterop(call):
                    return true;
                case VariableDeclaratorSyntax declared:
                    return mayBeNamed && IsSeenHereOnly(declared) && UsesOf(declared) is { Count: > 0 } uses && uses.All(static use => IsForPage(use, mayBeNamed: false));
            }
        }

        return false;
    }

    private static bool IsSeenHereOnly(VariableDeclaratorSyntax declared) =>
        declared.Parent?.Parent is not FieldDeclarationSyntax { Modifiers: var modifiers }
        || !modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);

    private static List<IdentifierNameSyntax> UsesOf(VariableDeclaratorSyntax declared) =>
        declared.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => use.Identifier.ValueText == declared.Identifier.ValueText).ToList();

    private static bool IsInterop(InvocationExpressionSyntax call) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }, ArgumentList.Arguments.Count: > 1 }
        && name.StartsWith("Invoke", StringComparison.Ordinal);

    private static bool IsHost(string name) =>
        ClientOptions.IsHost(name) || name.Equals("ApiHost", StringComparison.OrdinalIgnoreCase) || name.Equals("UiHost", StringComparison.OrdinalIgnoreCase);
}
