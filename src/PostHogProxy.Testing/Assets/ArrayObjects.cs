using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Demo;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Assets;

/// <summary><c>/array/&lt;token&gt;/*</c>: what a project has configured. 404 in a region where the project is not.</summary>
internal sealed class ArrayObjects
{
    private readonly ProjectRegister _projects;
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);

    public ArrayObjects(ProjectRegister projects)
    {
        _projects = projects;
    }

    public Task AnswerAsync(HttpContext context, string path, PostHogRegion? region)
    {
        if (path.Split('/') is not ["", "array", var token, "config.js" or "config" or "array.js"])
        {
            throw new Refusal(StatusCodes.Status404NotFound, "not_found", "no such object under /array");
        }

        if (!_projects.Knows(token, region))
        {
            Exchange.Of(context).Advice = _projects.Advice(token, region);
            throw new Refusal(
                StatusCodes.Status404NotFound,
                "not_found",
                _projects.Standing(token, region) == TokenStanding.OtherRegion ? RequestProblems.OtherRegion : "no such project in this region");
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            throw new Refusal(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "only GET");
        }

        // ph #53027. Vary, because PostHog checks the page's domain against the project's.
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.Headers.Vary = "Origin, Referer";
        return _objects.GetOrAdd(path, _ => Make(token, path[(path.LastIndexOf('/') + 1)..])).AnswerAsync(context);
    }

    private static StoredObject Make(string token, string name) => name switch
    {
        "config" => StoredObject.Of(Encoding.UTF8.GetBytes(DemoRemoteConfig.Json().ToJsonString()), "application/json"),
        "config.js" => StoredObject.Of(Encoding.UTF8.GetBytes(DemoRemoteConfig.Script(token)), StoredObject.JavaScript),

        // PostHog puts the config before the library: the loader looks for it the moment it runs (posthog-js
        // remote-config.ts, "Attempt 1"), and asks the network only where it finds none.
        _ => StoredObject.Of(
            [.. Encoding.UTF8.GetBytes(DemoRemoteConfig.Script(token)), (byte)'\n', .. StaticObjects.ArrayJs.Content.Span],
            StoredObject.JavaScript),
    };
}
