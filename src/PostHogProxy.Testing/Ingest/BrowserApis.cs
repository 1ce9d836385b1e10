using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Demo;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Ingest;

/// <summary>What the browser reads and writes besides events and flags: surveys and their like, conversations, logs, site apps.</summary>
internal sealed class BrowserApis
{
    private readonly ProjectRegister _projects;

    public BrowserApis(ProjectRegister projects)
    {
        _projects = projects;
    }

    /// <summary>The lists, read with <c>?token=</c>: null where the path is none of them.</summary>
    public static JsonObject? List(string path) => path switch
    {
        "/api/surveys/" => new JsonObject { ["surveys"] = new JsonArray(DemoSurvey.Json()) },
        "/api/early_access_features/" => new JsonObject { ["earlyAccessFeatures"] = new JsonArray() },
        "/api/web_experiments/" => new JsonObject { ["experiments"] = new JsonArray() },
        "/api/product_tours/" => new JsonObject { ["product_tours"] = new JsonArray() },
        _ => null,
    };

    public Task AnswerListAsync(HttpContext context, JsonObject list, PostHogRegion region)
    {
        Allow(context, HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
        return _projects.Knows(context.Request.Query["token"], region)
            ? Answer.JsonAsync(context, list, "answered")
            : throw new Refusal(StatusCodes.Status401Unauthorized, "not_authenticated", "no such project in this region");
    }

    public static Task AnswerConversationsAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Conversations-Token"].ToString().Length == 0)
        {
            throw new Refusal(StatusCodes.Status401Unauthorized, "not_authenticated", "no X-Conversations-Token");
        }

        var posted = HttpMethods.IsPost(context.Request.Method);
        Allow(context, posted || HttpMethods.IsGet(context.Request.Method));
        var now = DateTimeOffset.UtcNow.ToString("O");
        var json = posted
            ? new JsonObject { ["ticket_id"] = Guid.NewGuid().ToString(), ["message_id"] = Guid.NewGuid().ToString(), ["ticket_status"] = "new", ["created_at"] = now, ["success"] = true }
            : new JsonObject { ["results"] = new JsonArray(), ["messages"] = new JsonArray(), ["count"] = 0, ["has_more"] = false };
        return Answer.JsonAsync(context, json, "answered");
    }

    /// <summary>Logs and metrics, in OpenTelemetry's JSON; the token comes in the query.</summary>
    public Task AnswerTelemetryAsync(HttpContext context, PostHogRegion region)
    {
        Allow(context, HttpMethods.IsPost(context.Request.Method));
        var body = BodyDecoding.Json(context.Request, Exchange.Of(context).Body);
        var token = context.Request.Query["token"].ToString();
        if (token.Length == 0 || body.ValueKind != JsonValueKind.Object)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "invalid_payload", token.Length == 0 ? "no token" : "body is not an object");
        }

        return Answer.JsonAsync(context, new JsonObject(), _projects.Standing(token, region) switch
        {
            TokenStanding.Known => "accepted",
            TokenStanding.OtherRegion => "dropped: token of the other region",
            _ => "dropped: unknown token",
        });
    }

    public static Task AnswerSiteAppAsync(HttpContext context)
    {
        Allow(context, HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
        return Answer.ScriptAsync(context, "(function () { window.__standInSiteApp = true; })();", "answered");
    }

    private static void Allow(HttpContext context, bool allowed)
    {
        if (!allowed)
        {
            throw new Refusal(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"{context.Request.Method} is not allowed here");
        }
    }
}
