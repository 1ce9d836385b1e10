using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Responses;

/// <summary>
/// Tells a connection that was broken off here, because PostHog's answer broke off, from one that the browser closed. Afterwards the request
/// looks the same: aborted. The one is a failure worth a warning, the other is nothing.
/// </summary>
internal sealed class BreakOff : IHttpRequestLifetimeFeature, IHttpResetFeature
{
    private readonly IHttpRequestLifetimeFeature _lifetime;
    private readonly IHttpResetFeature? _stream;
    private bool _isOurs;

    private BreakOff(IHttpRequestLifetimeFeature lifetime, IHttpResetFeature? stream) => (_lifetime, _stream) = (lifetime, stream);

    public CancellationToken RequestAborted
    {
        get => _lifetime.RequestAborted;
        set => _lifetime.RequestAborted = value;
    }

    public static void Watch(HttpContext context)
    {
        var stream = context.Features.Get<IHttpResetFeature>();
        if (context.Features.Get<IHttpRequestLifetimeFeature>() is not { } lifetime)
        {
            return;
        }

        var watch = new BreakOff(lifetime, stream);
        context.Features.Set<IHttpRequestLifetimeFeature>(watch);

        // Only where HTTP/2 is spoken; the forwarder asks for it to know that.
        if (stream is not null)
        {
            context.Features.Set<IHttpResetFeature>(watch);
        }
    }

    public static bool ByBrowser(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && context.Features.Get<IHttpRequestLifetimeFeature>() is not BreakOff { _isOurs: true };

    public void Abort()
    {
        Note();
        _lifetime.Abort();
    }

    public void Reset(int errorCode)
    {
        Note();
        _stream?.Reset(errorCode);
    }

    private void Note() => _isOurs |= !_lifetime.RequestAborted.IsCancellationRequested;
}
