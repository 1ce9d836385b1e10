using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Storefront.Demo;

/// <summary>What PostHog saw, for people (the panel's stream) and for programs (JSON). Empty with real PostHog.</summary>
internal static class DemoEndpoints
{
    public static void MapDemoEndpoints(this IEndpointRouteBuilder app, DemoPostHog postHog)
    {
        app.MapGet("/demo/events", () => postHog.Journal?.Requests.SelectMany(SeenEvent.Of) ?? []);

        app.MapGet("/demo/requests", () => postHog.Journal?.Requests.Select(request => SeenRequest.Of(request, postHog.Asked!)) ?? []);

        if (postHog.Outage is { } outage)
        {
            app.MapOutage(outage);
        }

        // A stream, not polling: a session recording notes every request the page makes, and each note is a request.
        app.MapGet("/demo/stream", (HttpContext context, IHostApplicationLifetime lifetime) =>
        {
            if (postHog.Journal is not { } journal)
            {
                // 204 tells an EventSource not to come back.
                return Results.NoContent();
            }

            var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.Response.RegisterForDispose(stop);
            return TypedResults.ServerSentEvents(JournalStream.ReadAsync(journal, postHog.Asked!, LastSeen(context.Request), stop.Token));
        });
    }

    private static void MapOutage(this IEndpointRouteBuilder app, DemoOutage outage)
    {
        app.MapPost("/demo/outage", (bool down) =>
        {
            outage.IsDown = down;
            return Results.NoContent();
        });

        app.MapGet("/demo/outage", (HttpContext context, HealthCheckService health, IHostApplicationLifetime lifetime) =>
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            context.Response.RegisterForDispose(stop);
            return TypedResults.ServerSentEvents(outage.ReadAsync(health, stop.Token));
        });
    }

    private static long LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].ToString(), out var reconnected) ? reconnected
        : long.TryParse(request.Query["after"].ToString(), out var resumed) ? resumed
        : 0;
}
