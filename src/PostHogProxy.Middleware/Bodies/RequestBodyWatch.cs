using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Bodies;

/// <summary>
/// Tells, once each, what middleware of the app does to bodies before they are here: it shows only at a request. A body that was taken
/// cannot be sent; one that comes through a stream of somebody else's is sent, but without the care a small body gets.
/// </summary>
internal sealed class RequestBodyWatch(ILogger logger)
{
    private static readonly (string Assembly, string Middleware)[] Known =
    [
        ("Microsoft.AspNetCore.RequestDecompression", "UseRequestDecompression"),

        // The same where no size limit is in force.
        ("System.IO.Compression", "UseRequestDecompression"),
        ("Microsoft.AspNetCore.HttpLogging", "UseHttpLogging with request bodies"),
        ("Microsoft.AspNetCore.WebUtilities", "Request.EnableBuffering()"),
    ];

    private int _toldReplaced;
    private int _toldTaken;

    /// <summary>Whether a form of the app's has been made of the body, and nothing is left to send.</summary>
    public static bool IsTakenAsForm(HttpContext context) =>
        context.Request.ContentLength != 0
        && !context.Request.Body.CanSeek
        && context.Features.Get<IFormFeature>() is { HasFormContentType: true, Form: not null };

    public void TellTaken()
    {
        if (Interlocked.Exchange(ref _toldTaken, 1) == 0)
        {
            logger.BodyTaken();
        }
    }

    /// <summary>Looks at a body that is not the server's own stream.</summary>
    public void LookAt(Stream body)
    {
        // Hosts that are no web server, and tests, hand over a stream of the runtime's: nobody stands between.
        if (Volatile.Read(ref _toldReplaced) != 0 || body.GetType() is var type && type.Assembly == typeof(Stream).Assembly)
        {
            return;
        }

        if (Interlocked.Exchange(ref _toldReplaced, 1) == 0)
        {
            logger.BodyReplaced(Middleware(type));
        }
    }

    private static string Middleware(Type stream)
    {
        foreach (var (assembly, middleware) in Known)
        {
            if (stream.Assembly.GetName().Name == assembly)
            {
                return middleware;
            }
        }

        return stream.FullName ?? stream.Name;
    }
}
