using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Ingest;

/// <summary>
/// What browsers report of a broken Content-Security-Policy, in the two forms there are: <c>report-uri</c> sends one, <c>Reporting-Endpoints</c> a list. The
/// project's token stands in the query. PostHog makes a <c>$csp_violation</c> of each and answers 204.
/// </summary>
internal sealed class CspReports
{
    private readonly ProjectRegister _projects;

    public CspReports(ProjectRegister projects)
    {
        _projects = projects;
    }

    public Task AnswerAsync(HttpContext context, PostHogRegion? region)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw new Refusal(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "only POST");
        }

        var exchange = Exchange.Of(context);
        var body = BodyDecoding.Json(context.Request, exchange.Body);
        var reports = Reports(context.Request.ContentType?.Split(';')[0].Trim(), body);
        var token = context.Request.Query["token"].ToString();
        if (_projects.Knows(token, region))
        {
            foreach (var report in reports)
            {
                exchange.Accept(new StandInEvent { Event = "$csp_violation", Token = token, Body = report });
            }
        }

        exchange.Outcome = _projects.Knows(token, region) ? "accepted" : "dropped: no such project in this region";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static IEnumerable<JsonElement> Reports(string? type, JsonElement body) => type switch
    {
        "application/csp-report" when body.ValueKind == JsonValueKind.Object && body.TryGetProperty("csp-report", out var report) => [report],
        "application/reports+json" when body.ValueKind == JsonValueKind.Array => body.EnumerateArray(),
        _ => throw new Refusal(StatusCodes.Status400BadRequest, "invalid_payload", "no report"),
    };
}
