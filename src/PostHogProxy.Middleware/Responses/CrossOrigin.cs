using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Responses;

/// <summary>
/// Pages on another origin, where the proxy is on a host of its own. A page that may not read an answer takes it for a failure: the SDK sends
/// the events again that were declined with 200, and never sees that it shall stop recording.
/// </summary>
internal static class CrossOrigin
{
    public const string AllowedMethods = "GET, HEAD, POST, OPTIONS";

    // Set by the app's CORS middleware on a request that carries an Origin and has found its endpoint; routing itself looks for it.
    private const string CorsMiddlewareRan = "__CorsMiddlewareWithEndpointInvoked";

    /// <summary>
    /// Whether the team has a policy, which is the one that counts, also where it says no. A browser names the origin with every POST;
    /// <c>HttpContext.Items</c> would be made for the question.
    /// </summary>
    public static bool AppAnswers(HttpContext context) =>
        context.Request.Headers.Origin.Count > 0 && context.Features.Get<IItemsFeature>()?.Items.ContainsKey(CorsMiddlewareRan) == true;

    /// <summary>Lets the page read an answer that is made here, as PostHog lets it read its own.</summary>
    public static void Permit(HttpContext context)
    {
        var asked = context.Request.Headers;
        if (!CanBeMirrored(asked.Origin) || AppAnswers(context))
        {
            return;
        }

        var answer = context.Response.Headers;
        answer.AccessControlAllowOrigin = asked.Origin;
        answer.AccessControlAllowCredentials = "true";
        if (!answer.Vary.ToString().Contains(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase))
        {
            answer.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return;
        }

        answer.AccessControlAllowMethods = AllowedMethods;
        if (CanBeMirrored(asked.AccessControlRequestHeaders))
        {
            answer.AccessControlAllowHeaders = asked.AccessControlRequestHeaders;
        }
    }

    // The server reads headers as UTF-8 and throws where one that it shall write is not ASCII.
    private static bool CanBeMirrored(StringValues value) =>
        value.Count == 1 && value[0] is { Length: > 0 } text && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
