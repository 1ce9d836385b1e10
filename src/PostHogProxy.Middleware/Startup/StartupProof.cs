using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Health;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Startup;

/// <summary>
/// Says in the log, once the app has started, whether the project tokens belong to the region the proxy sends to. It runs beside the app:
/// it delays no start, fails none, and ends when the app stops.
/// </summary>
internal static class StartupProof
{
    public static void Arrange(ProxyVerification verification, IHostApplicationLifetime? lifetime, ILogger logger)
    {
        if (verification.IsOff)
        {
            return;
        }

        if (!verification.HasTokens)
        {
            logger.NothingToProve(verification.Path);
            return;
        }

        lifetime?.ApplicationStarted.Register(() => _ = Task.Run(() => RunAsync(verification, logger, lifetime.ApplicationStopping)));
    }

    private static async Task RunAsync(ProxyVerification verification, ILogger logger, CancellationToken stopping)
    {
        try
        {
            foreach (var finding in await verification.ProveRegionAsync(stopping))
            {
                Tell(logger, verification.Path, finding);
            }
        }
        catch (OperationCanceledException)
        {
            // The app stops before it knows.
        }
    }

    private static void Tell(ILogger logger, string path, Finding finding)
    {
        switch (finding.Severity)
        {
            case FindingSeverity.Error:
                logger.RegionWrong(path, finding.Id, finding.Message, finding.Fix);
                break;
            case FindingSeverity.Warning:
                logger.RegionNotProven(path, finding.Id, finding.Message, finding.Fix);
                break;
            default:
                logger.RegionProven(path, finding.Id, finding.Message);
                break;
        }
    }
}
