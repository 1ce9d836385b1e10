using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Ingest;

/// <summary>
/// Events and replay. The answer to a token that is not of this region is the same 200 as to any other, and the events
/// are gone (ph #52401): only the journal says so.
/// </summary>
internal sealed class Capture
{
    private readonly ProjectRegister _projects;
    private readonly TimeProvider _time;

    public Capture(ProjectRegister projects, TimeProvider time)
    {
        _projects = projects;
        _time = time;
    }

    public Task AnswerAsync(HttpContext context, string path, PostHogRegion? region, string? bearer = null)
    {
        var exchange = Exchange.Of(context);
        var body = BodyDecoding.Json(context.Request, exchange.Body);
        var isRecording = path == "/s/";
        var now = _time.GetUtcNow();
        var times = isRecording ? EventTimes.OfRecording(context.Request, body, now) : EventTimes.OfEvents(context.Request, body, now);
        var events = CapturedBatch.Read(body, path == "/engage/" ? "$identify" : null, bearer);

        var otherRegion = 0;
        var unknown = 0;
        foreach (var captured in events)
        {
            switch (_projects.Standing(captured.Token, region))
            {
                case TokenStanding.Known:
                    exchange.Accept(captured with
                    {
                        Time = times.Of(captured.Body),
                        RecordingShift = isRecording ? times.RecordingShift : TimeSpan.Zero,
                    });
                    break;
                case TokenStanding.OtherRegion:
                    otherRegion++;
                    break;
                default:
                    unknown++;
                    break;
            }
        }

        var outcome = (exchange.Events.Count, otherRegion, unknown) switch
        {
            (_, 0, 0) => "accepted",
            (0, _, 0) => "dropped: token of the other region",
            (0, 0, _) => "dropped: unknown token",
            _ => $"accepted {exchange.Events.Count} of {events.Count}, dropped the rest: foreign token",
        };
        var foreign = events.FirstOrDefault(captured => _projects.Standing(captured.Token, region) != TokenStanding.Known);
        exchange.Advice = foreign is null ? null : _projects.Advice(foreign.Token, region);
        return Answer.OkAsync(context, outcome);
    }
}
