using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.Verification.Tests;

/// <summary>A connection to the stand-in, under PostHog's real host names.</summary>
internal sealed class PostHogLink : IAsyncDisposable
{
    private PostHogLink(PostHogStandIn postHog, HttpMessageInvoker invoker)
    {
        PostHog = postHog;
        Invoker = invoker;
    }

    public PostHogStandIn PostHog { get; }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Whom was asked, and for what, in no order among the regions.</summary>
    public IEnumerable<string> Asked => PostHog.Journal.Requests
        .Select(request => $"{request.Method} https://{request.Host}{request.RawTarget}").Order(StringComparer.Ordinal);

    /// <param name="ill">What a host does instead of answering; null for a host that is well.</param>
    /// <param name="configure">Changes the handler after it was turned to the stand-in.</param>
    public static async Task<PostHogLink> OpenAsync(
        Func<string, Func<HttpContext, Task>?>? ill = null, Action<SocketsHttpHandler>? configure = null)
    {
        var postHog = await PostHogStandIn.StartAsync(
            new() { Intercept = (context, next) => ill?.Invoke(context.Request.Host.Host) is { } act ? act(context) : next() },
            TestContext.Current.CancellationToken);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        postHog.ConnectFrom(handler);
        configure?.Invoke(handler);
        return new(postHog, new(handler));
    }

    public static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static Task Break(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public static Task Page(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<title>Log in</title>");
    }

    public static ValueTask<Stream> Refuse(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        throw new SocketException((int)SocketError.ConnectionRefused);

    public async ValueTask DisposeAsync()
    {
        Invoker.Dispose();
        await PostHog.DisposeAsync();
    }
}
