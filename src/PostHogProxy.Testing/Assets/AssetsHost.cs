using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Assets;

/// <summary>An object store behind a CDN: two folders, read only, and 403 for whatever is not there.</summary>
internal sealed class AssetsHost
{
    private readonly ArrayObjects _array;

    public AssetsHost(ArrayObjects array)
    {
        _array = array;
    }

    public Task AnswerAsync(HttpContext context, string path, UpstreamHost host)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return Answer.NoSuchObjectAsync(context, $"assets host: {context.Request.Method} is refused");
        }

        if (path.StartsWith("/array/", StringComparison.Ordinal))
        {
            return _array.AnswerAsync(context, path, host.Region);
        }

        return path.StartsWith("/static/", StringComparison.Ordinal)
            ? StaticObjects.AnswerAsync(context, path)
            : Answer.NoSuchObjectAsync(context, "assets host: unknown path");
    }
}
