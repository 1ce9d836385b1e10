using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Admission;

/// <summary>Whether PostHog is off for a request. The page with the snippet and the proxy ask the same question.</summary>
internal sealed class OffSwitch(IOptionsInForce options, ILogger logger, TimeProvider time)
{
    private readonly Throttle _failures = new(time);

    public bool IsOff(HttpContext context) => options.Current.Disabled || (options.Current.DisabledWhen is { } asked && Answer(asked, context));

    // The app's own code. No page goes down because of it, and who could not be asked for consent has not given it.
    private bool Answer(Func<HttpContext, bool> asked, HttpContext context)
    {
        try
        {
            return asked(context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (_failures.IsDue(out var count))
            {
                logger.DisabledWhenThrew(count, failure);
            }

            return true;
        }
    }
}
