using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Rules.Settings;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Startup;

/// <summary>
/// Says at the start where options without a name are set in an app that maps its proxies by name: none of them follows, and with
/// <c>DisabledWhen</c> among them visitors who have declined are measured.
/// </summary>
internal static class UnreadOptionsCheck
{
    public static void Arrange(PostHogProxyMetadata proxy, IServiceProvider services, IHostApplicationLifetime? lifetime, ILogger logger)
    {
        var name = proxy.Snippets.Name;
        if (name.Length == 0 || Unread(services) is not { } unread)
        {
            return;
        }

        // Another proxy, mapped later, may be the one they are for.
        lifetime?.ApplicationStarted.Register(() =>
        {
            if (services.GetService<EndpointDataSource>()?.Endpoints.Any(IsUnnamed) == false)
            {
                logger.OptionsUnread(proxy.Pattern, unread, name, ProxySetting.SectionOf(name));
            }
        });
    }

    private static string? Unread(IServiceProvider services)
    {
        var isInCode = services.GetServices<IConfigureOptions<PostHogProxyOptions>>()
            .Any(setup => setup is ConfigureNamedOptions<PostHogProxyOptions> { Name: "" });
        var isInSection = services.GetRequiredService<IConfiguration>().GetSection(ProxySetting.Root).GetChildren()
            .Any(static child => child.Exists() && !IsForAll(child.Key));
        return (isInCode, isInSection) switch
        {
            (true, true) => $"of AddPostHogProxy without a name and of the section '{ProxySetting.Root}'",
            (true, _) => "of AddPostHogProxy without a name",
            (_, true) => $"of the section '{ProxySetting.Root}'",
            _ => null,
        };
    }

    // The outbox is the whole app's, whatever the names of its proxies.
    private static bool IsForAll(string key) =>
        key.Equals(ProxySetting.Maps, StringComparison.OrdinalIgnoreCase) || key.Equals(ProxySetting.Outbox.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsUnnamed(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PostHogProxyMetadata>() is { Snippets.Name: "" };
}
