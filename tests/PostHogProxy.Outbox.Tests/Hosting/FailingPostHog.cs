using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>How PostHog fails: with a status, in silence, or by a reset.</summary>
internal static class FailingPostHog
{
    public static async Task FailAsync(HttpContext context, string fault)
    {
        switch (fault)
        {
            case "reset":
                context.Abort();
                break;
            case "silence":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                break;
        }
    }
}
