using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Hosts;

/// <summary>
/// The app, as someone who is not logged in sees it: a proxy that ends up here is set up wrongly. Server SDKs ask it for a few things with a secret key.
/// </summary>
internal static class AppHost
{
    private const string Prompts = "/api/environments/@current/llm_prompts/";
    private const string Messaging = "/api/projects/@current/messaging/";

    public static Task AnswerAsync(HttpContext context, string path)
    {
        if (!path.StartsWith(Prompts, StringComparison.Ordinal) && !path.StartsWith(Messaging, StringComparison.Ordinal))
        {
            return Answer.HtmlAsync(context, "<!DOCTYPE html><title>PostHog</title><h1>Log in to PostHog</h1>", "app: login page");
        }

        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer phs_", StringComparison.Ordinal) && !authorization.StartsWith("Bearer phx_", StringComparison.Ordinal))
        {
            throw new Refusal(StatusCodes.Status401Unauthorized, "not_authenticated", "no secret key in Authorization");
        }

        return path.StartsWith(Prompts, StringComparison.Ordinal)
            ? Answer.JsonAsync(context, new JsonObject { ["name"] = "greeting", ["prompt"] = "Hello {{name}}", ["version"] = 1, ["results"] = new JsonArray() }, "answered")
            : Answer.JsonAsync(context, new JsonObject { ["message_id"] = "0192f0c4-0000-7000-8000-000000000000", ["status"] = "sent" }, "answered");
    }
}
