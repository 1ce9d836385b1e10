using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What else of an app may answer at a path: a proxy written by hand (<c>app.Map("/ph/{**rest}", …)</c>, a middleware, a controller), a route
/// of YARP in the settings, a rewrite of the page's own server. Any text of the program that is the path, or starts with it, is taken for one.
/// </summary>
internal static class OtherEndpoints
{
    public static bool Answer(string path, Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        var bare = path.Trim().Trim('/');
        return bare.Length > 0
            && (compilation.SyntaxTrees.Any(tree => IsNamedIn(tree, bare, cancellation)) || options.AdditionalFiles.Any(file => IsRoute(file, options, bare, cancellation)));
    }

    private static bool IsNamedIn(SyntaxTree tree, string bare, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation).ToString();
        if (text.IndexOf(bare, StringComparison.OrdinalIgnoreCase) < 0)
        {
            return false;
        }

        foreach (var token in tree.GetRoot(cancellation).DescendantTokens())
        {
            if (token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
                && StartsWith(token.ValueText, bare) && !IsOfGroup(token, text))
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

    // The prefix of a group answers nothing by itself, and as little does a proxy of ours: its whole path is known. In a file with a catch-all
    // the group may hold one.
    private static bool IsOfGroup(SyntaxToken token, string text) =>
        token.Parent?.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } }
        && (called == "MapPostHogProxy" || (called == "MapGroup" && text.IndexOf("{*", StringComparison.Ordinal) < 0));

    /// <summary>"Match": { "Path": "/ph/{**rest}" } of YARP; '/ph': { target: … } of Vite; source: '/ph/:path*' of Next.js.</summary>
    private static bool IsRoute(AdditionalText file, AnalyzerOptions options, string bare, CancellationToken cancellation)
    {
        if (SettingsFiles.Of(file, options, cancellation) is { } settings)
        {
            return settings.Entries.Any(entry =>
                entry.Key.StartsWith("ReverseProxy:", StringComparison.OrdinalIgnoreCase) && entry.Value is { } value && StartsWith(value, bare));
        }

        return ClientFile.Of(file, options, cancellation) is { } script && ServerRoutes.Forward(script.Content, "/" + bare);
    }
}
