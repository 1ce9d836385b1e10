using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Ingest;

/// <summary>The paths of server SDKs that want a key in <c>Authorization</c>: a proxy for browsers has no business with them.</summary>
internal sealed class ServerSdk
{
    private readonly Capture _capture;

    public ServerSdk(Capture capture)
    {
        _capture = capture;
    }

    public static bool Wants(string path) =>
        path is "/i/v1/analytics/events" or "/flags/definitions" or "/api/feature_flag/local_evaluation/"
        || (path.StartsWith("/api/projects/@current/feature_flags/", StringComparison.Ordinal) && path.TrimEnd('/').EndsWith("/remote_config", StringComparison.Ordinal));

    public Task AnswerAsync(HttpContext context, string path, PostHogRegion region)
    {
        if (context.Request.Headers.Authorization is not [{ } authorization] || !authorization.StartsWith("Bearer ph", StringComparison.Ordinal))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new Refusal(StatusCodes.Status401Unauthorized, "not_authenticated", "no PostHog key in Authorization");
        }

        if (path == "/i/v1/analytics/events")
        {
            return HttpMethods.IsPost(context.Request.Method)
                ? _capture.AnswerAsync(context, path, region, authorization["Bearer ".Length..])
                : throw new Refusal(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "only POST");
        }

        return path.TrimEnd('/').EndsWith("/remote_config", StringComparison.Ordinal)
            ? Answer.JsonAsync(context, JsonValue.Create("{}"), "answered")
            : Answer.JsonAsync(
                context,
                new JsonObject { ["flags"] = new JsonArray(), ["group_type_mapping"] = new JsonObject(), ["cohorts"] = new JsonObject() },
                "answered");
    }
}
