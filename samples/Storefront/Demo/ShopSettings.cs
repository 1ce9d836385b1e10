using PostHogProxy;
using PostHogProxy.Testing;

namespace Storefront.Demo;

/// <summary>The section <c>Storefront</c>. What the page needs of it, the page gets from here: nothing is written twice.</summary>
internal sealed class ShopSettings
{
    private ShopSettings(PostHogRegion region, string path, string? proxyHost, string token, PathAliasMode aliases, bool hasOutage, bool useRealPostHog)
    {
        Region = region;
        Path = path;
        ProxyHost = proxyHost;
        Token = token;
        Aliases = aliases;
        HasOutage = hasOutage;
        UseRealPostHog = useRealPostHog;
    }

    public PostHogRegion Region { get; }

    /// <summary>Where the proxy answers on the shop's own host.</summary>
    public string Path { get; }

    /// <summary>A host name, with its port, whose root is the proxy too; then the page uses that one.</summary>
    public string? ProxyHost { get; }

    public string Token { get; }

    /// <summary>Whether the page asks PostHog under names of the shop's own.</summary>
    public PathAliasMode Aliases { get; }

    /// <summary>Whether the panel has a switch that takes PostHog down.</summary>
    public bool HasOutage { get; }

    public bool UseRealPostHog { get; }

    public static ShopSettings From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Storefront");
        var region = section.GetValue<PostHogRegion?>("Region") ?? PostHogRegion.Eu;
        var useRealPostHog = section.GetValue<bool>("UseRealPostHog");
        return new ShopSettings(
            region,
            Text(section, "Path") ?? "/ingest-x1",
            Text(section, "ProxyHost"),
            Text(section, "Token") ?? DemoToken(region, useRealPostHog),
            section.GetValue<PathAliasMode>("Aliases"),
            HasOutageSwitch(section, useRealPostHog),
            useRealPostHog);
    }

    private static string DemoToken(PostHogRegion region, bool useRealPostHog)
    {
        if (useRealPostHog)
        {
            throw new InvalidOperationException(
                "Storefront:UseRealPostHog is true, so Storefront:Token must be your project's token (phc_…): PostHog knows no demo project.");
        }

        return region == PostHogRegion.Eu ? StandInProject.EuDemo.Token : StandInProject.UsDemo.Token;
    }

    private static bool HasOutageSwitch(IConfigurationSection section, bool useRealPostHog) => Text(section, "Outage")?.ToUpperInvariant() switch
    {
        null or "OFF" => false,
        "ON" when useRealPostHog => throw new InvalidOperationException("Storefront:Outage is On, but the shop can take only the stand-in down. Leave Storefront:UseRealPostHog out."),
        "ON" => true,
        _ => throw new InvalidOperationException($"Storefront:Outage is '{section["Outage"]}'. Use On or Off."),
    };

    private static string? Text(IConfigurationSection section, string key) =>
        section[key]?.Trim() is { Length: > 0 } text ? text : null;
}
