using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What else of an app may answer at a path: a proxy written by hand (<c>app.Map("/ph/{**rest}", …)</c>, a middleware, a controller), a route
/// of YARP in the settings, a rewrite of the page's own server. Any text of the program that is the path, or starts with it, is taken for one,
/// but for what is only told to the page.
/// </summary>
internal static class OtherEndpoints
{
    // What the Razor compiler makes of pages and components: no route of an app begins there, and their attributes are texts of the program.
    private static readonly string[] RazorOutputs = ["_razor.g.cs", "_cshtml.g.cs"];

    public static bool Answer(string path, Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        var bare = path.Trim().Trim('/');
        return bare.Length > 0
            && (compilation.SyntaxTrees.Any(tree => IsNamedIn(tree, bare, cancellation)) || options.AdditionalFiles.Any(file => IsRoute(file, options, bare, cancellation)));
    }

    private static bool IsNamedIn(SyntaxTree tree, string bare, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation).ToString();
        if (text.IndexOf(bare, StringComparison.OrdinalIgnoreCase) < 0 || RazorOutputs.Any(end => tree.FilePath.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
        {
            var isNamed = token.Kind() switch
            {
                SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken =>
                    StartsWith(token.ValueText, bare) && !IsOfGroup(token) && !ClientTexts.Has(token),

                // [Route("[controller]")]
                SyntaxKind.IdentifierToken => token.Parent is ClassDeclarationSyntax && token.ValueText.Equals(bare + "Controller", StringComparison.OrdinalIgnoreCase),
                _ => false,
            };
            if (isNamed)
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWith(string value, string bare)
    {
        var start = 0;
        while (start < value.Length && value[start] is '/' or '~' or '^')
        {
            start++;
        }

        var end = start + bare.Length;
        return string.Compare(value, start, bare, 0, bare.Length, StringComparison.OrdinalIgnoreCase) == 0
            && (end == value.Length || value[end] is '/' or '{' or '(' or '*' or '$' or '?');
    }

    /// <summary>A proxy of ours is no other endpoint, and a group whose only member is one answers nothing else.</summary>
    private static bool IsOfGroup(SyntaxToken token)
    {
        if (token.Parent?.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call })
        {
            return false;
        }

        return called.Name.Identifier.ValueText switch
        {
            "MapPostHogProxy" => true,
            "MapGroup" => HoldsOnlyProxies(call),
            _ => false,
        };
    }

    private static bool HoldsOnlyProxies(ExpressionSyntax group) => group.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var next, Parent: InvocationExpressionSyntax outer } =>
            next == "MapPostHogProxy" || (!next.StartsWith("Map", StringComparison.Ordinal) && HoldsOnlyProxies(outer)),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } declared } =>
            declared.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(use => use.Identifier.ValueText == name)
                .All(static use => use.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } && HoldsOnlyProxies(use)),
        ExpressionStatementSyntax => true,
        _ => false,
    };

    /// <summary>"Match": { "Path": "/ph/{**rest}" } of YARP; a rewrite in the settings or the scripts of the page's own server.</summary>
    private static bool IsRoute(AdditionalText file, AnalyzerOptions options, string bare, CancellationToken cancellation)
    {
        if (SettingsFiles.Of(file, options, cancellation) is { } settings)
        {
            return settings.Entries.Any(entry =>
                (entry.Key.StartsWith("ReverseProxy:", StringComparison.OrdinalIgnoreCase) || entry.Key.EndsWith(":Match:Path", StringComparison.OrdinalIgnoreCase))
                && entry.Value is { } value && StartsWith(value, bare));
        }

        return ClientFile.Of(file, options, cancellation) is { Content: var content }
            && (ScriptRoutes.Are(content, bare) || ScriptRoutes.IsFileOf(file.Path, bare));
    }
}
