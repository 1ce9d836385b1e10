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
        { "MaxRequestBodySize", "5", 5L },
        { "ConnectTimeout", "00:00:07", TimeSpan.FromSeconds(7) },
        { "ResponseTimeout", "00:00:08", TimeSpan.FromSeconds(8) },
        { "FlagsTimeout", "00:00:09", TimeSpan.FromSeconds(9) },
        { "MaxConcurrentRequests", "11", 11 },
        { "ClientAddress", "Omit", ClientAddressMode.Omit },
        { "Features", "Capture, Flags", PostHogFeatures.Capture | PostHogFeatures.Flags },
        { "RespectGlobalPrivacyControl", "true", true },
        { "AllowUnknownPaths", "false", false },
        { "AllowServerSdks", "true", true },
        { "ProjectTokens", "phc_a", "phc_a" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_setting_of_the_list_arrives_in_its_option(string name, string text, object value)
    {
        var options = new PostHogProxyOptions();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("PostHogProxy:" + name, text)]).Build();

        new OptionsSection(configuration).Configure(options);

        var read = typeof(PostHogProxyOptions).GetProperty(name)!.GetValue(options);
        Assert.Equal(value, read is IList<string> texts ? Assert.Single(texts) : read);
    }

    [Fact]
    public void The_list_holds_these_and_no_other() =>
        Assert.Equal(Values.Select(row => row.Data.Item1).Order(StringComparer.Ordinal), ProxySetting.All.Select(setting => setting.Name).Order(StringComparer.Ordinal));
}
