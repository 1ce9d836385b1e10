using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What is known of a setting that has one value or another.</summary>
public sealed class ClientSettingTests
{
    private static readonly TextRange Both = new(0, 20);

    [Fact]
    public void Two_equal_values_are_one_that_cannot_be_written_over()
    {
        var one = ClientSetting.Either(Known("/a"), Known("/a"), Both);

        Assert.True(one.IsKnown);
        Assert.Equal("/a", one.Value);
        Assert.True(one.IsComposed);
        Assert.Null(one.Branches);
    }

    [Fact]
    public void Two_that_are_missing_are_missing() => Assert.Equal(SettingState.Absent, ClientSetting.Either(default, default, Both).State);

    [Fact]
    public void Two_values_are_branches()
    {
        var either = ClientSetting.Either(Known("/a"), Known("/b"), Both);

        Assert.Equal((SettingState.Unknown, null, Both), (either.State, either.Value, either.Range));
        Assert.Equal(["/a", "/b"], either.Branches!.Select(branch => branch.Value));
    }

    [Fact]
    public void A_value_or_none_are_branches() =>
        Assert.Equal([SettingState.Known, SettingState.Absent], ClientSetting.Either(Known("/a"), default, Both).Branches!.Select(branch => branch.State));

    [Fact]
    public void Branches_of_branches_are_all_branches()
    {
        var inner = ClientSetting.Either(Known("/a"), Known("/b"), Both);

        Assert.Equal(["/a", "/b", "/c"], Values(ClientSetting.Either(inner, Known("/c"), Both)));
        Assert.Equal(["/c", "/a", "/b"], Values(ClientSetting.Either(Known("/c"), inner, Both)));
        Assert.Equal(["/a", "/b", "/a", "/b"], Values(ClientSetting.Either(inner, inner, Both)));
    }

    [Fact]
    public void More_than_four_are_not_followed() => Assert.Null(
        ClientSetting.Either(ClientSetting.Either(ClientSetting.Either(Known("/a"), Known("/b"), Both), ClientSetting.Either(Known("/c"), Known("/d"), Both), Both), Known("/e"), Both).Branches);

    [Fact]
    public void Where_one_cannot_be_read_nothing_is_known()
    {
        Assert.Null(ClientSetting.Either(Known("/a"), ClientSetting.Unreadable(Both), Both).Branches);
        Assert.Null(ClientSetting.Either(ClientSetting.Unreadable(Both), Known("/a"), Both).Branches);
        Assert.Equal(SettingState.Unknown, ClientSetting.Either(ClientSetting.Unreadable(Both), ClientSetting.Unreadable(Both), Both).State);
    }

    [Theory]
    [InlineData("api_host")]
    [InlineData("ui_host")]
    [InlineData("asset_host")]
    [InlineData("flags_api_host")]
    public void Each_host_makes_options_the_browsers(string name)
    {
        var options = ClientOptions.None.With(name, Known("/a"));

        Assert.True(options.IsForBrowser);
        Assert.True(options.Over(ClientOptions.None, (_, after) => after).IsForBrowser);
        Assert.True(ClientOptions.None.Over(options, (before, _) => before).IsForBrowser);
    }

    [Fact]
    public void Another_option_does_not() => Assert.Equal(ClientOptions.None, ClientOptions.None.With("debug", Known("true")));

    private static IEnumerable<string?> Values(ClientSetting setting) => setting.Branches!.Select(branch => branch.Value);

    private static ClientSetting Known(string value) => new(SettingState.Known, value, new(1, value.Length));
}
