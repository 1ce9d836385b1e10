using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostHogProxy.Rules.Client;

namespace PostHogProxy.Analyzers.Client;

/// <summary>
/// Whether a string of C# is shown to somebody and run by no browser: the names of what it becomes and of what it is given to tell, as in
/// scripts.
/// </summary>
internal static class ShownText
{
    public static bool Is(ExpressionSyntax text)
    {
        var node = text.Parent;
        while (node is BinaryExpressionSyntax or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or InitializerExpressionSyntax
            or CollectionExpressionSyntax or ExpressionElementSyntax or MemberAccessExpressionSyntax or ArrayCreationExpressionSyntax
            or ImplicitArrayCreationExpressionSyntax)
        {
            node = node.Parent;
        }

        return node switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } } => ShownLiterals.Says(name),
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Identifier.ValueText: var name } } => ShownLiterals.Says(name),
            ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax { Identifier.ValueText: var name } } => ShownLiterals.Says(name),
            ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: var name } } => ShownLiterals.Says(name),
            AssignmentExpressionSyntax { Left: var left } => ShownLiterals.Says(LastName(left)),
            ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => ShownLiterals.Says(name),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var called } } => SaysShown(LastName(called)),
            ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var type } } => SaysShown(type.ToString()),
            _ => false,
        };
    }

    // Replace, Contains and their like are looked at by the analyzer; WriteLine and Content send what they are given.
    private static bool SaysShown(string name) =>
        ShownLiterals.Says(name) || name.StartsWith("Log", StringComparison.Ordinal);

    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        GenericNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };
}
