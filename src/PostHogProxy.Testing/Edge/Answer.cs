using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Edge;

/// <summary>The shapes of answer there are. Each says in the journal what became of the request.</summary>
internal static class Answer
{
    public static Task JsonAsync(HttpContext context, JsonNode json, string outcome, int status = StatusCodes.Status200OK) =>
        BytesAsync(context, "application/json", json.ToJsonString(), outcome, status);

    /// <summary>Capture's success. Only 200 counts as success to the SDK; a 204 would make it send again.</summary>
    public static Task OkAsync(HttpContext context, string outcome) =>
        JsonAsync(context, new JsonObject { ["status"] = "Ok" }, outcome);

    /// <summary>PostHog's error shape.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string code, string detail)
    {
        var type = status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            >= 500 => "server_error",
            _ => "validation_error",
        };
        var json = new JsonObject { ["type"] = type, ["code"] = code, ["detail"] = detail, ["attr"] = null };
        return JsonAsync(context, json, detail, status);
    }

    public static Task ScriptAsync(HttpContext context, string script, string outcome) =>
        BytesAsync(context, "text/javascript; charset=utf-8", script, outcome, StatusCodes.Status200OK);

    public static Task HtmlAsync(HttpContext context, string html, string outcome) =>
        BytesAsync(context, "text/html; charset=utf-8", html, outcome, StatusCodes.Status200OK);

    /// <summary>How an object store says there is no such file: 403, not 404.</summary>
    public static Task NoSuchObjectAsync(HttpContext context, string outcome) =>
        BytesAsync(
            context,
            "application/xml",
            """<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>""",
            outcome,
            StatusCodes.Status403Forbidden);

    public static Task RedirectAsync(HttpContext context, string location, string outcome)
    {
        context.Response.Headers.Location = location;
        context.Response.StatusCode = StatusCodes.Status302Found;
        Exchange.Of(context).Outcome = outcome;
        return Task.CompletedTask;
    }

    private static async Task BytesAsync(HttpContext context, string contentType, string text, string outcome, int status)
    {
        Exchange.Of(context).Outcome = outcome;
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
