using System.Buffers;
using System.Net;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Responses;

/// <summary>What becomes of an answer of PostHog's.</summary>
internal enum ResponseVerdict
{
    /// <summary>It goes to the browser.</summary>
    Pass,

    /// <summary>Its status does, its body does not.</summary>
    PassWithoutBody,

    /// <summary>A redirect. The SDK follows none, a POST would lose its body, and the target is a login page as a rule.</summary>
    Redirect,

    /// <summary>A status below 400 that the SDK takes for no success and PostHog never answers.</summary>
    Status,

    /// <summary>A success that is a page. It would run as script on the team's own origin, and it is not what was asked for.</summary>
    Page,
}

/// <summary>
/// Keeps the promises of the status contract: 200 is the only success the SDK knows, any other status below 400 makes it send again.
/// </summary>
internal static class ResponseContract
{
    private static readonly SearchValues<string> ActiveDocuments = SearchValues.Create(["html", "xml", "svg"], StringComparison.OrdinalIgnoreCase);

    /// <param name="response">The answer, of which only the head is looked at.</param>
    /// <param name="isEvent">Whether it answers events or a replay: after a 204 the SDK would send them again, and again.</param>
    public static ResponseVerdict Judge(HttpResponseMessage response, bool isEvent) =>
        Judge((int)response.StatusCode, response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentType, out var type) ? type.ToString() : null, isEvent);

    /// <param name="status">The status of the answer.</param>
    /// <param name="contentType">What its body is said to be.</param>
    /// <param name="isEvent">Whether it answers events or a replay: after a 204 the SDK would send them again, and again.</param>
    public static ResponseVerdict Judge(int status, string? contentType, bool isEvent)
    {
        if (status < 200 || (isEvent && status is not 200 and (< 300 or 304)))
        {
            return ResponseVerdict.Status;
        }

        if (status is >= 300 and < 400 && status != (int)HttpStatusCode.NotModified)
        {
            return ResponseVerdict.Redirect;
        }

        if (!IsActiveDocument(contentType))
        {
            return ResponseVerdict.Pass;
        }

        // A refused asset comes as XML, a rate limit of the edge as HTML: the status is worth knowing, the page is not.
        return status >= 400 ? ResponseVerdict.PassWithoutBody : ResponseVerdict.Page;
    }

    /// <summary>
    /// Whether a browser runs script in it: HTML, SVG and any other XML that is opened as a document. The raw text is searched, because a value
    /// that does not parse is still one that a browser makes something of.
    /// </summary>
    public static bool IsActiveDocument(string? contentType) =>
        contentType.AsSpan().ContainsAny(ActiveDocuments);
}
