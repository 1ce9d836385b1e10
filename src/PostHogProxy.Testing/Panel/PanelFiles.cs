using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Panel;

/// <summary>The page and its files, out of the assembly. Nothing of it comes from anywhere else.</summary>
internal static class PanelFiles
{
    // Where the page says where its files are.
    private const string Place = "{{below}}";

    public static Task PageAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        var page = Read("panel.html").Replace(Place, HtmlEncoder.Default.Encode(Below(context.Request)), StringComparison.Ordinal);
        return WriteAsync(context, page, "text/html; charset=utf-8");
    }

    public static Task AnswerAsync(HttpContext context, string name, string contentType) => WriteAsync(context, Read(name), contentType);

    // Seen from the page: right in a route group, below a path base, and behind a proxy that takes a prefix away.
    private static string Below(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        return "." + path[(path.LastIndexOf('/') is var last and >= 0 ? last : path.Length)..].TrimEnd('/');
    }

    private static Task WriteAsync(HttpContext context, string text, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    }

    private static string Read(string name)
    {
        using var resource = typeof(PanelFiles).Assembly.GetManifestResourceStream("panel/" + name)!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
