using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogProxy.Testing;
using PostHogProxy.Testing.Panel;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Shows what reached the stand-in.</summary>
public static class StandInPanelEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the panel "What PostHog saw": a page that has every request that reached the stand-in, live. Map it in development only: whoever opens it sees
    /// visitors' events.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The page's path, such as <c>/what-posthog-saw</c>. Its files lie below it.</param>
    /// <param name="posthog">The stand-in.</param>
    /// <param name="pathInBrowser">What the browser called a request, below the proxy's path, if the app knows it and it is another name.</param>
    /// <returns>The endpoints, for conventions such as <c>RequireHost</c>.</returns>
    public static IEndpointConventionBuilder MapPostHogStandInPanel(
        this IEndpointRouteBuilder endpoints, string pattern, PostHogStandIn posthog, Func<StandInRequest, string?>? pathInBrowser = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(posthog);
        var path = "/" + pattern.Trim('/');
        var below = path.TrimEnd('/');
        var group = endpoints.MapGroup("");
        group.MapGet(path, PanelFiles.PageAsync);
        group.MapGet(below + "/panel.js", context => PanelFiles.AnswerAsync(context, "panel.js", "text/javascript; charset=utf-8"));
        group.MapGet(below + "/page.js", context => PanelFiles.AnswerAsync(context, "page.js", "text/javascript; charset=utf-8"));
        group.MapGet(below + "/panel.css", context => PanelFiles.AnswerAsync(context, "panel.css", "text/css; charset=utf-8"));
        group.MapGet(below + "/requests", context => RequestsAsync(context, posthog.Journal, pathInBrowser));
        group.MapGet(below + "/stream", context => StreamAsync(context, posthog.Journal, pathInBrowser));
        return group;
    }

    private static Task RequestsAsync(HttpContext context, StandInJournal journal, Func<StandInRequest, string?>? asked)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            journal.Requests.Select(request => PanelRow.Of(request, asked?.Invoke(request))), PanelJson.Default.IEnumerablePanelRow, cancellationToken: context.RequestAborted);
    }

    // A stream, not polling: a session recording notes every request the page makes, and each note is a request.
    private static async Task StreamAsync(HttpContext context, StandInJournal journal, Func<StandInRequest, string?>? asked)
    {
        var stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache,no-store";

        // The headers go out before the first row, so that the page is live while nothing happens.
        await context.Response.Body.FlushAsync(stop.Token).ConfigureAwait(false);
        try
        {
            await SseFormatter.WriteAsync(
                JournalStream.ReadAsync(journal, LastSeen(context.Request), stop.Token),
                context.Response.Body,
                (item, buffer) =>
                {
                    using var json = new Utf8JsonWriter(buffer);
                    JsonSerializer.Serialize(json, PanelRow.Of(item.Data, asked?.Invoke(item.Data)), PanelJson.Default.PanelRow);
                },
                stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reader is gone, or the app stops.
        }
    }

    // A browser that reconnects by itself has the newer one in the header; the address stays as it was opened.
    private static string LastSeen(HttpRequest request) =>
        request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } reconnected ? reconnected : request.Query["after"].ToString();
}
