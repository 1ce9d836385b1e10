using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Demo;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Ingest;

/// <summary>
/// Feature flags: <c>/flags/?v=2</c>, and <c>/decide/?v=3</c> as older clients ask. Here a foreign token shows (401),
/// which is what makes a region provable. A POST without its version is refused: the query was lost on the way.
/// </summary>
internal sealed class Flags
{
    private readonly ProjectRegister _projects;

    public Flags(ProjectRegister projects)
    {
        _projects = projects;
    }

    public Task AnswerAsync(HttpContext context, string path, PostHogRegion? region)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            var idle = new JsonObject { ["flags"] = new JsonObject(), ["errorsWhileComputingFlags"] = false };
            return Answer.JsonAsync(context, idle, "health check");
        }

        var decide = path is "/decide/" or "/decide";
        if (context.Request.Query["v"].ToString() != (decide ? "3" : "2"))
        {
            throw Malformed("the version is missing from the query");
        }

        var body = BodyDecoding.Json(context.Request, Exchange.Of(context).Body);
        var token = Text(body, "token") ?? Text(body, "api_key");
        if (!_projects.Knows(token, region))
        {
            Exchange.Of(context).Advice = token is null ? null : _projects.Advice(token, region);
            throw new Refusal(StatusCodes.Status401Unauthorized, "not_authenticated", token is null ? "no token" : "no such project in this region");
        }

        if (Text(body, "distinct_id") is null)
        {
            throw Malformed("no distinct_id");
        }

        var answer = decide ? DemoFlags.AsDecide() : DemoFlags.AsFlags();
        if (decide || context.Request.Query["config"].ToString() == "true")
        {
            foreach (var (name, value) in DemoRemoteConfig.Json())
            {
                answer[name] = value?.DeepClone();
            }
        }

        return Answer.JsonAsync(context, answer, "evaluated");
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Refusal Malformed(string why) => new(StatusCodes.Status400BadRequest, "invalid_payload", why);
}
