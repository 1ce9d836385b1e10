using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Assets;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Ingest;

/// <summary>Which path of the ingest host is what. Paths are compared as they were sent, trailing slash and all.</summary>
internal sealed class IngestHost
{
    private readonly Capture _capture;
    private readonly Flags _flags;
    private readonly BrowserApis _apis;
    private readonly CspReports _reports;
    private readonly ServerSdk _serverSdk;
    private readonly ArrayObjects _array;
    private readonly bool _servesStatic;

    public IngestHost(ProjectRegister projects, ArrayObjects array, StandInOptions options)
    {
        _capture = new Capture(projects, options.Time);
        _flags = new Flags(projects);
        _apis = new BrowserApis(projects);
        _reports = new CspReports(projects);
        _serverSdk = new ServerSdk(_capture);
        _array = array;
        _servesStatic = options.IngestServesStatic;
    }

    public Task AnswerAsync(HttpContext context, string path, UpstreamHost host)
    {
        switch (path)
        {
            case "/e/" or "/i/v0/e/" or "/capture/" or "/track/" or "/engage/" or "/batch/" or "/batch" or "/s/":
                return CaptureAsync(context, path, host.Region);
            // PostHog's guide to proxies asks for these without their slash: HEAD /ingest/decide?v=3.
            case "/flags/" or "/decide/" or "/flags" or "/decide":
                return _flags.AnswerAsync(context, path, host.Region);
            case "/i/v1/logs" or "/i/v1/metrics":
                return _apis.AnswerTelemetryAsync(context, host.Region);
            case "/report/":
                return _reports.AnswerAsync(context, host.Region);
        }

        if (BrowserApis.List(path) is { } list)
        {
            return _apis.AnswerListAsync(context, list, host.Region);
        }

        if (ServerSdk.Wants(path))
        {
            return _serverSdk.AnswerAsync(context, path, host.Region);
        }

        if (Below(path, "/api/conversations/v1/widget/"))
        {
            return BrowserApis.AnswerConversationsAsync(context);
        }

        if (Below(path, "/site_app/"))
        {
            return BrowserApis.AnswerSiteAppAsync(context);
        }

        // The older home of /array/*, still answering: the way out when the assets host refuses a proxy (ph #56396).
        if (Below(path, "/array/"))
        {
            return _array.AnswerAsync(context, path, host.Region);
        }

        if (Below(path, "/static/"))
        {
            return _servesStatic
                ? StaticObjects.AnswerAsync(context, path)
                : throw new Refusal(StatusCodes.Status404NotFound, "not_found", "static files are on the assets host");
        }

        var next = Uri.EscapeDataString(Exchange.RawTarget(context));
        return Answer.RedirectAsync(context, $"{host.AppOrigin}/login?next={next}", "unknown path");
    }

    private Task CaptureAsync(HttpContext context, string path, PostHogRegion region)
    {
        // Very old clients send an event as GET with ?data=; HEAD and everything else is nobody's.
        var method = context.Request.Method;
        return HttpMethods.IsPost(method) || (HttpMethods.IsGet(method) && context.Request.Query.ContainsKey("data"))
            ? _capture.AnswerAsync(context, path, region)
            : throw new Refusal(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"{method} without an event");
    }

    private static bool Below(string path, string folder) =>
        path.Length > folder.Length && path.StartsWith(folder, StringComparison.Ordinal);
}
