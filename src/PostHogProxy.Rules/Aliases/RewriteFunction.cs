using System.Globalization;
using System.Text;

namespace PostHogProxy.Rules.Aliases;

/// <summary>
/// The browser's half: posthog-js hands every address of its own to <c>rewriteRequestPath</c>, as a URL object and before it appends
/// anything, and asks for what comes back (posthog-js 1.416.0 and later, utils/request-router).
/// </summary>
internal static class RewriteFunction
{
    // ES5, as posthog-js itself can be. What is not below the proxy, such as an asset_host of the page's own choice, stays as it is.
    // The base is resolved as posthog-js resolves api_host: against the document.
    private const string Body =
        "(function(b,m,s,t){"
        + "var d=b.pathname,l=t.length-1;"
        + "return function(u){"
        + "var p=u.pathname,r=d+m,i=d.length,n;"
        + "if(u.origin===b.origin&&p.indexOf(d)===0){"
        + "for(;p.length>i;i++){n=s.indexOf(p.charAt(i));r+=0>n?p.charAt(i):l>n?t.charAt(n):t.charAt(l)+t.charAt(n-l)}"
        + "u.pathname=r}"
        + "return u}})";

    /// <summary>An expression whose value is the function, for an inline script: there is no <c>&lt;</c> in it.</summary>
    /// <param name="aliases">Those of the mapped proxy.</param>
    /// <param name="apiHost">What the page gives to <c>posthog.init</c> as <c>api_host</c>: <c>/shop/k3fw</c> or <c>https://e.shop.example</c>.</param>
    public static string Expression(PathAliases aliases, string apiHost) =>
        Applied(aliases, $"new URL({Literal(apiHost.Trim().TrimEnd('/') + "/")},document.baseURI)");

    /// <summary>An ES module that exports the function. It lies beside the aliases, so it knows from its own address where they are.</summary>
    public static string Module(PathAliases aliases) =>
        $"export var rewriteRequestPath={Applied(aliases, "new URL(\"./\",import.meta.url)")};\n";

    /// <summary>The same for a page without modules: the function is <c>window.rewriteRequestPath</c>.</summary>
    public static string Script(PathAliases aliases) =>
        $"window.rewriteRequestPath={Applied(aliases, "new URL(\"./\",document.currentScript.src)")};\n";

    /// <summary>Declares both to TypeScript, which takes a module's name that starts with a slash for a file of the disk, but not a pattern.</summary>
    public static string Types(PathAliases aliases) =>
        $"declare module \"*{aliases.Module}\" {{\n  export function rewriteRequestPath(url: URL): URL;\n}}\n\n"
        + "interface Window {\n  rewriteRequestPath(url: URL): URL;\n}\n";

    private static string Applied(PathAliases aliases, string baseUrl) =>
        $"{Body}({baseUrl},{Literal(aliases.Name)},{Literal(PathAliases.Letters)},{Literal(aliases.Alphabet)})";

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '/' or ':' or '.' or '-' or '_')
            {
                literal.Append(c);
            }
            else
            {
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }
}
