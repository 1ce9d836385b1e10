using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Rules.Settings;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Startup;

/// <summary>Says at the start where the section of the outbox is set and nobody has added one: whoever set it counts on events that nobody keeps.</summary>
internal static class OutboxSectionCheck
{
    private const string Mode = "Mode";
    private const string Off = "Off";

    public static void Arrange(PostHogProxyMetadata proxy, IServiceProvider services, IHostApplicationLifetime? lifetime, ILogger logger)
    {
        var section = services.GetRequiredService<IConfiguration>().GetSection($"{ProxySetting.Root}:{ProxySetting.Outbox.Name}");
        if (!IsSet(section) || services.GetService<IOutbox>() is not null)
        {
            return;
        }

        lifetime?.ApplicationStarted.Register(() =>
        {
            // Once, whatever the app maps.
            if (services.GetService<EndpointDataSource>()?.Endpoints.Select(static endpoint => endpoint.Metadata.GetMetadata<PostHogProxyMetadata>()).FirstOrDefault(static found => found is not null) == proxy)
            {
                logger.OutboxMissing(section.Path);
            }
        });
    }

    // An empty section is none, and one that says Off asks for nothing.
    private static bool IsSet(IConfigurationSection section) =>
        section.GetChildren().Any(static setting => setting.Value is not null || setting.GetChildren().Any())
        && !string.Equals(section[Mode], Off, StringComparison.OrdinalIgnoreCase);
}
