using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Verification.Tests.Proxies;

/// <summary>What servers in front of a proxy say on its behalf.</summary>
internal static class Answers
{
    public static Task Redirect(HttpContext context, int status, string location)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    public static Task Page(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html);
    }

    public static Task Text(HttpContext context, int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text);
    }

    public static Task Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static Task Unauthorized(HttpContext context, string scheme)
    {
        context.Response.Headers.WWWAuthenticate = scheme;
        return Empty(context, 401);
    }

    public static Task Close(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Only requests whose path begins so get the answer; all others go through.</summary>
    public static Func<HttpContext, Func<Task>, Task> At(string path, Func<HttpContext, Task> answer) =>
        (context, next) => context.Request.Path.Value!.StartsWith("/k3fw" + path, StringComparison.Ordinal) ? answer(context) : next();

    public static Func<HttpContext, Func<Task>, Task> Everywhere(Func<HttpContext, Task> answer) => (context, _) => answer(context);

    public static Func<HttpContext, Func<Task>, Task> ToPosts(Func<HttpContext, Task> answer) =>
        (context, next) => HttpMethods.IsPost(context.Request.Method) ? answer(context) : next();
}
