using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing.Journal;

namespace PostHogProxy.Aspire.Hosting;

/// <summary>Starts the stand-in when the AppHost starts, and keeps the dashboard informed.</summary>
internal static partial class StandInStart
{
    public static async Task RunAsync(PostHogStandInResource resource, InitializeResourceEvent start, CancellationToken cancellationToken)
    {
        var logger = start.Logger;
        try
        {
            await start.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, start.Services), cancellationToken).ConfigureAwait(false);
            await start.Notifications.PublishUpdateAsync(resource, now => now with { State = KnownResourceStates.Starting }).ConfigureAwait(false);

            var servers = start.Services.GetRequiredKeyedService<StandInServers>(resource);
            var (standIn, panel) = await servers.StartAsync(resource.Port, resource.PanelPort, cancellationToken).ConfigureAwait(false);
            standIn.Journal.Recorded += request =>
            {
                foreach (var captured in RequestLines.Events(request))
                {
                    LogEvent(logger, captured);
                }

                foreach (var problem in RequestLines.Problems(request))
                {
                    LogProblem(logger, problem);
                }
            };
            LogStarted(logger, standIn.Origin, panel);
            await start.Notifications.PublishUpdateAsync(resource, now => now with
            {
                State = KnownResourceStates.Running,
                StartTimeStamp = DateTime.UtcNow,
                Urls =
                [
                    new("panel", panel.ToString(), IsInternal: false) { DisplayProperties = new("What PostHog saw", 1) },
                    new("ingest", standIn.Origin.ToString(), IsInternal: true),
                ],
            }).ConfigureAwait(false);
            resource.HasStarted(standIn);
        }
        catch (Exception reason)
        {
            // The rest of the AppHost goes on without it; an app that refers to it says why it can't start.
            LogCannotStart(logger, reason.Message);
            resource.CannotStart(new DistributedApplicationException($"'{resource.Name}' did not start: {reason.Message}", reason));
            await start.Notifications.PublishUpdateAsync(resource, now => now with { State = KnownResourceStates.FailedToStart }).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "PostHog is at {Origin}. What it saw: {Panel}")]
    private static partial void LogStarted(ILogger logger, Uri origin, Uri panel);

    [LoggerMessage(2, LogLevel.Information, "{Line}")]
    private static partial void LogEvent(ILogger logger, string line);

    [LoggerMessage(3, LogLevel.Warning, "{Line}")]
    private static partial void LogProblem(ILogger logger, string line);

    [LoggerMessage(4, LogLevel.Error, "The stand-in can't start: {Reason} Another port is a parameter of AddPostHogStandIn.")]
    private static partial void LogCannotStart(ILogger logger, string reason);
}
