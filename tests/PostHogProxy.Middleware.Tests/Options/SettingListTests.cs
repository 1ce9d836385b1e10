using System.Text;
using Microsoft.Extensions.Configuration;
using PostHogProxy.Options;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Middleware.Tests.Options;

/// <summary>The list that the compiler knows is what the section reads.</summary>
public sealed class SettingListTests
{
    public static TheoryData<string, string, object> Values => new()
    {
        { "Path", "/q7wz4", "/q7wz4" },
        { "Region", "Eu", PostHogRegion.Eu },
        { "IngestOrigin", "https://posthog.internal", new Uri("https://posthog.internal") },
        { "AssetsOrigin", "https://assets.internal", new Uri("https://assets.internal") },
        { "UiHost", "https://posthog.internal", new Uri("https://posthog.internal") },
        { "MaxRequestBodySize", "5", 5L },
        { "ConnectTimeout", "00:00:07", TimeSpan.FromSeconds(7) },
        { "ResponseTimeout", "00:00:08", TimeSpan.FromSeconds(8) },
        { "FlagsTimeout", "00:00:09", TimeSpan.FromSeconds(9) },
        { "MaxConcurrentRequests", "11", 11 },
        { "ClientAddress", "Omit", ClientAddressMode.Omit },
        { "Features", "Capture, Flags", PostHogFeatures.Capture | PostHogFeatures.Flags },
        { "RespectGlobalPrivacyControl", "true", true },
        { "Disabled", "true", true },
        { "Aliases", "Only", PathAliasMode.Only },
        { "AllowUnknownPaths", "false", false },
        { "AllowServerSdks", "true", true },
        { "Transport", "SocketsHttpHandler", PostHogTransport.SocketsHttpHandler },
        { "ProjectTokens", "phc_a", "phc_a" },
        { "AssetCache:Enabled", "false", false },
        { "AssetCache:MaximumBytes", "13", 13L },
        { "AssetCache:MaximumEntryBytes", "12", 12L },
        { "AssetCache:FallbackDuration", "00:01:00", TimeSpan.FromMinutes(1) },
        { "AssetCache:StaleIfError", "2.00:00:00", TimeSpan.FromDays(2) },
    };

    public static TheoryData<string> TopNames => [.. Values.Select(row => row.Data.Item1).Where(name => !name.Contains(':', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_setting_of_the_list_arrives_in_its_option(string name, string text, object value)
    {
        var options = new PostHogProxyOptions();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("PostHogProxy:" + name, text)]).Build();

        new OptionsSection(configuration).Configure(options);

        var read = Read(options, name);
        Assert.Equal(value, read is IList<string> texts ? Assert.Single(texts) : read);
    }

    [Theory]
    [MemberData(nameof(TopNames))]
    public void A_null_in_the_settings_leaves_the_default(string name)
    {
        var (options, untouched) = (new PostHogProxyOptions(), new PostHogProxyOptions());
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "PostHogProxy": { "{{name}}": null } }"""));
        var configuration = new ConfigurationBuilder().AddJsonStream(json).Build();

        new OptionsSection(configuration).Configure(options);

        Assert.Equal(Read(untouched, name), Read(options, name));
    }

    [Fact]
    public void The_list_holds_these_and_no_other() =>
        Assert.Equal(Values.Select(row => row.Data.Item1).Order(StringComparer.Ordinal), ProxySetting.All.SelectMany(Keys).Order(StringComparer.Ordinal));

    private static object? Read(PostHogProxyOptions options, string name) =>
        name.Split(':').Aggregate((object?)options, (holder, part) => holder!.GetType().GetProperty(part)!.GetValue(holder));

    private static IEnumerable<string> Keys(ProxySetting setting) =>
        setting.Kind == SettingKind.Section ? setting.Below.Select(below => $"{setting.Name}:{below.Name}") : [setting.Name];
}
