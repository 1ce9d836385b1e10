using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Page;

/// <summary>The page itself, in one document. Its script and style are allowed by a nonce, and nothing else is.</summary>
internal sealed class PageDocument(PageTokens tokens, bool hasOutbox)
{
    // Each is one part of the page. All are parts of one function, and only the last one begins to work.
    private static readonly string[] Scripts = ["elements.js", "plots.js", "verdict.js", "traffic.js", "proxies.js", "outbox.js", "exchanges.js", "stream.js"];

    private static readonly Lazy<string> Template = new(static () => Read("page.html")
        .Replace("/*style*/", Read("page.css"), StringComparison.Ordinal)
        .Replace("/*script*/", "'use strict';\n(() => {\n" + string.Concat(Scripts.Select(Read)) + "})();", StringComparison.Ordinal));

    public Task WriteAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var token = hasOutbox ? tokens.Give(context) : PageToken.None;
        var response = context.Response;

        // Antiforgery sets a value of its own.
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
        response.ContentType = "text/html; charset=utf-8";
        var page = Encoding.UTF8.GetBytes(Template.Value
            .Replace("{{nonce}}", nonce, StringComparison.Ordinal)
            .Replace("{{header}}", WebUtility.HtmlEncode(token.Header), StringComparison.Ordinal)
            .Replace("{{token}}", WebUtility.HtmlEncode(token.Value), StringComparison.Ordinal)
            .Replace("{{problem}}", WebUtility.HtmlEncode(token.Problem), StringComparison.Ordinal));
        response.ContentLength = page.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(page, context.RequestAborted).AsTask();
    }

    private static string Read(string name)
    {
        using var stream = typeof(PageDocument).Assembly.GetManifestResourceStream($"PostHogProxy.Page.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
