using Microsoft.AspNetCore.Authorization;

namespace PostHogProxy.SideBySide.Host;

/// <summary>What Kestrel costs without any proxy: the body is read, the answer is the stand-in's own, written from memory.</summary>
internal static class FloorEndpoints
{
    private static readonly byte[] Ok = """{"status":"Ok"}"""u8.ToArray();

    public static void Map(WebApplication app, IReadOnlyList<string> scripts)
    {
        var gzip = scripts.Count > 0 ? File.ReadAllBytes(scripts[0]) : [];
        var brotli = scripts.Count > 1 ? File.ReadAllBytes(scripts[1]) : [];
        app.MapGet("/k3fw/static/array.js", context => WriteScriptAsync(context, gzip, brotli)).WithMetadata(new AllowAnonymousAttribute());
        app.Map("/k3fw/{**path}", AnswerAsync).WithMetadata(new AllowAnonymousAttribute());
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Ok.Length;
        await context.Response.Body.WriteAsync(Ok, context.RequestAborted);
    }

    private static async Task WriteScriptAsync(HttpContext context, byte[] gzip, byte[] brotli)
    {
        var headers = context.Response.Headers;
        headers.ETag = "\"floor\"";
        headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch == "\"floor\"")
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var takesBrotli = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        var bytes = takesBrotli ? brotli : gzip;
        headers.ContentEncoding = takesBrotli ? "br" : "gzip";
        headers.CacheControl = "public, max-age=300";
        context.Response.ContentType = "application/javascript";
        context.Response.ContentLength = bytes.Length;

        // One buffer, as large as the answer, so that the socket is written once.
        await context.Response.StartAsync(context.RequestAborted);
        bytes.CopyTo(context.Response.BodyWriter.GetMemory(bytes.Length));
        context.Response.BodyWriter.Advance(bytes.Length);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
