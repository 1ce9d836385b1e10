using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Storefront.Demo;

/// <summary>What PostHog saw, for people (the panel's stream) and for programs (JSON). Empty with real PostHog.</summary>
internal static class DemoEndpoints
{
    public static void MapDemoEndpoints(this IEndpointRouteBuilder app, DemoPostHog postHog)
    {
        app.MapGet("/demo/events", () => postHog.StandIn?.Journal.Requests.SelectMany(SeenEvent.Of) ?? []);

        // The panel of the package: beside the shop as /demo/stream, and as a page of its own.
        if (postHog.StandIn is { } standIn)
        {
            app.MapPostHogStandInPanel("/demo", standIn, postHog.Asked!.Of);
        }
        else
        {
            app.MapGet("/demo/requests", () => Array.Empty<string>());
        }

        if (postHog.Outage is { } outage)
        {
            app.MapOutage(outage);
        }
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
}
