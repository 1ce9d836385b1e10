using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Settings;

public sealed class ProxySettingTests
{
    [Theory]
    [InlineData("Regoin", "Region")]
    [InlineData("region ", "Region")]
    [InlineData("Pathh", "Path")]
    [InlineData("RespectGlobalPrivacyContol", "RespectGlobalPrivacyControl")]
    [InlineData("MaxConcurentRequest", "MaxConcurrentRequests")]
    [InlineData("ProjectToken", "ProjectTokens")]
    [InlineData("Timeout", null)]
    [InlineData("Host", null)]
    [InlineData("Key", null)]
    [InlineData("", null)]
    public void A_misspelt_key_is_told_the_one_that_was_meant(string key, string? meant) => Assert.Equal(meant, ProxySetting.Nearest(key)?.Name);

    [Theory]
    [InlineData(SettingKind.Region, "us", true)]
    [InlineData(SettingKind.Region, "1", false)]
    [InlineData(SettingKind.Region, "Us, Eu", false)]
    [InlineData(SettingKind.Region, null, false)]
    [InlineData(SettingKind.Duration, "00:00:05", true)]
    [InlineData(SettingKind.Duration, "5", false)]
    [InlineData(SettingKind.Period, "2.00:00:00", true)]
    [InlineData(SettingKind.Period, "2", false)]
    [InlineData(SettingKind.Section, null, true)]
    [InlineData(SettingKind.Section, "true", false)]
    [InlineData(SettingKind.Bytes, "67108864", true)]
    [InlineData(SettingKind.Bytes, "-1", false)]
    [InlineData(SettingKind.Count, "1e3", false)]
    [InlineData(SettingKind.Address, "omit", true)]
    [InlineData(SettingKind.Address, "0", false)]
    [InlineData(SettingKind.Features, " capture , Flags", true)]
    [InlineData(SettingKind.Features, "All", true)]
    [InlineData(SettingKind.Features, "", false)]
    [InlineData(SettingKind.Features, "Capture,,Flags", false)]
    [InlineData(SettingKind.Features, "4096", false)]
    [InlineData(SettingKind.Switch, "True", true)]
    [InlineData(SettingKind.Switch, "yes", false)]
    [InlineData(SettingKind.Origin, "https://posthog.internal", true)]
    [InlineData(SettingKind.Origin, "posthog.internal", false)]
    public void A_value_is_read_by_its_kind(object kind, string? text, bool isRight) =>
        Assert.Equal(isRight, SettingValue.Problem(new ProxySetting("X", (SettingKind)kind), "PostHogProxy:X", text) is null);

    [Theory]
    [InlineData("MaxByte", "MaxBytes")]
    [InlineData("Protected", "Protect")]
    [InlineData("ClientIp", null)]
    [InlineData("Region", null)]
    public void A_misspelt_key_of_the_outbox_is_told_the_one_that_was_meant(string key, string? meant) => Assert.Equal(meant, ProxySetting.Nearest(key, ProxySetting.Outbox.Below)?.Name);

    [Theory]
    [InlineData("Mode", "onfailure", true)]
    [InlineData("Mode", "1", false)]
    [InlineData("Mode", "", false)]
    [InlineData("Include", "events,Logs", true)]
    [InlineData("Include", "Events,,Logs", false)]
    [InlineData("Path", "outbox.db", true)]
    [InlineData("Path", " ", false)]
    [InlineData("MaxReplayShare", "0", true)]
    [InlineData("MaxReplayShare", "0,5", false)]
    [InlineData("MaxReplayShare", "1.01", false)]
    [InlineData("MinFreeDisk", "0", true)]
    [InlineData("MaxAge", "1.00:00:00", true)]
    [InlineData("MaxAge", "24", false)]
    public void A_value_of_the_outbox_is_read_by_its_kind(string key, string text, bool isRight) =>
        Assert.Equal(isRight, SettingValue.Problem(ProxySetting.Find(key, ProxySetting.Outbox.Below)!, "PostHogProxy:Outbox:" + key, text) is null);

    [Fact]
    public void The_outbox_stands_in_the_section_and_in_no_map()
    {
        Assert.NotNull(ProxySetting.Find("Outbox", ProxySetting.AtRoot));
        Assert.Null(ProxySetting.Find("Outbox"));
    }
}
