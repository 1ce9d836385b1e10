using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Assets;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;
using PostHogProxy.Testing.Ingest;

namespace PostHogProxy.Testing.Server;

/// <summary>A request's way: journal, edge headers, the test's Intercept, which host, the body, that host's answer.</summary>
internal sealed class Pipeline
{
    private readonly Recorder _recorder;
    private readonly Func<HttpContext, Func<Task>, Task>? _intercept;
    private readonly IngestHost _ingest;
    private readonly AssetsHost _assets;

    public Pipeline(StandInJournal journal, StandInOptions options)
    {
        var projects = new ProjectRegister(options.Projects);
        var objects = new ArrayObjects(projects);
        _recorder = new Recorder(journal);
        _intercept = options.Intercept;
        _assets = new AssetsHost(objects);
        _ingest = new IngestHost(projects, objects, options);
    }

    public Task RunAsync(HttpContext context) => _recorder.RunAsync(context, async () =>
    {
        EdgeHeaders.Put(context);
        EdgeHeaders.AllowOrigin(context);
        if (_intercept is null)
        {
            await AnswerAsync(context);
            return;
        }

        Exchange.Of(context).Outcome = "intercepted";
        await _intercept(context, () => AnswerAsync(context));
    });

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await ToHostAsync(context);
        }
        catch (Refusal refusal)
        {
            await Answer.ErrorAsync(context, refusal.Status, refusal.Code, refusal.Message);
        }
    }

    private async Task ToHostAsync(HttpContext context)
    {
        if (UpstreamHost.Of(context.Request.Host.Host, Exchange.Sni(context)) is not { } host)
        {
            throw new Refusal(StatusCodes.Status401Unauthorized, "not_authenticated", "unknown host, or not the host of the TLS handshake");
        }

        if (EdgeHeaders.IsPreflight(context))
        {
            await EdgeHeaders.AnswerPreflightAsync(context);
            return;
        }

        var path = Exchange.RawPath(context);
        await WireBody.ReadAsync(context, WireBody.Limit(path));
        await (host.Role switch
        {
            UpstreamRole.Ingest => _ingest.AnswerAsync(context, path, host),
            UpstreamRole.Assets => _assets.AnswerAsync(context, path, host),
            _ => AppHost.AnswerAsync(context, path),
        });
    }
}
