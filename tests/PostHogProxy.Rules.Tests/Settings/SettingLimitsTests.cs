using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Settings;

/// <summary>Where each kind of value begins to be wrong, and what the message says of it.</summary>
public sealed class SettingLimitsTests
{
    [Theory]
    [InlineData(1L, true)]
    [InlineData(0L, false)]
    [InlineData(-1L, false)]
    public void Bytes_are_above_zero(long value, bool isRight) => Check(isRight, SettingLimits.Bytes("X", value), $"X is {value}. It must be above 0 bytes");

    [Theory]
    [InlineData(65_536L, true)]
    [InlineData(65_535L, false)]
    public void A_script_fits_into_the_memory_of_a_cache(long value, bool isRight) =>
        Check(isRight, SettingLimits.Memory("X", value), $"X is {value}. It must be at least 65536 bytes");

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(-5, false)]
    public void A_count_is_above_zero_or_none(int? value, bool isRight) => Check(isRight, SettingLimits.Count("X", value), $"X is {value}. It must be above 0");

    [Theory]
    [InlineData("00:00:00.0000001", true)]
    [InlineData("01:00:00", true)]
    [InlineData("00:00:00", false)]
    [InlineData("-00:00:05", false)]
    [InlineData("01:00:00.0000001", false)]
    [InlineData("5.00:00:00", false)]
    public void A_timeout_is_above_zero_and_at_most_an_hour(string value, bool isRight) =>
        Check(isRight, SettingLimits.Timeout("X", TimeSpan.ParseExact(value, "c", null)), $"X is {value}. It must be above zero");

    [Theory]
    [InlineData("00:00:00", true)]
    [InlineData("365.00:00:00", true)]
    [InlineData("-00:00:01", false)]
    [InlineData("365.00:00:01", false)]
    public void A_period_is_at_most_a_year(string value, bool isRight) =>
        Check(isRight, SettingLimits.Period("X", TimeSpan.ParseExact(value, "c", null)), $"X is {value}. It must be zero or above");

    [Theory]
    [InlineData(null)]
    [InlineData("https://posthog.shop.example")]
    [InlineData("https://posthog.shop.example/")]
    [InlineData("http://posthog.shop.example:8080")]
    public void An_origin_is_scheme_host_and_port(string? origin) => Assert.Null(SettingLimits.Origin("X", origin is null ? null : new Uri(origin)));

    [Theory]
    [InlineData("https://posthog.shop.example/x", "https://posthog.shop.example")]
    [InlineData("https://posthog.shop.example/?x=1", "https://posthog.shop.example")]
    [InlineData("https://posthog.shop.example/#x", "https://posthog.shop.example")]
    [InlineData("https://posthog.shop.example:8443/?", "https://posthog.shop.example:8443")]
    [InlineData("https://somebody:secret@posthog.shop.example", "https://posthog.shop.example")]
    public void An_origin_with_more_is_shown_without_it(string origin, string shown) =>
        Check(isRight: false, SettingLimits.Origin("X", new Uri(origin)), $"X must have scheme, host and port only. Write {shown}.");

    [Theory]
    [InlineData("posthog.shop.example", "posthog.shop.example")]
    [InlineData("/posthog", "/posthog")]
    [InlineData("ftp://somebody:secret@posthog.shop.example/x", "ftp://posthog.shop.example")]
    public void An_origin_that_is_no_web_address_is_refused(string origin, string shown) =>
        Check(isRight: false, SettingLimits.Origin("X", new Uri(origin, UriKind.RelativeOrAbsolute)), $"X is '{shown}'. It must be an absolute http or https URL");

    [Theory]
    [InlineData("https://eu.i.posthog.com", "Eu", true, "")]
    [InlineData("https://us.i.posthog.com", "Eu", false, "Us")]
    [InlineData("https://eu-assets.i.posthog.com", "Us", false, "Eu")]
    [InlineData("https://us.i.posthog.com", null, true, "")]
    [InlineData("https://posthog.shop.example", "Eu", true, "")]
    [InlineData(null, "Eu", true, "")]
    public void A_host_of_the_other_region_is_named(string? origin, string? region, bool isRight, string other) =>
        Check(isRight, SettingLimits.OriginRegion("X", origin is null ? null : new Uri(origin), Region(region)), $"X is '{origin}', a host of the region {other}, but the other hosts are of {region}.");

    [Theory]
    [InlineData("https://eu.posthog.com", "Eu", null)]
    [InlineData("https://eu.posthog.com", null, null)]
    [InlineData("https://posthog.shop.example", "Eu", null)]
    [InlineData(null, "Eu", null)]
    [InlineData("https://us.posthog.com", "Eu", "X is 'https://us.posthog.com', of the region Us, but the proxy sends to Eu. Write https://eu.posthog.com, or leave it out.")]
    [InlineData("https://eu.i.posthog.com", "Eu", "X is 'https://eu.i.posthog.com', which is not the PostHog app that people sign in to. Write https://eu.posthog.com, or leave it out.")]
    [InlineData("https://us.i.posthog.com", null, "X is 'https://us.i.posthog.com', which is not the PostHog app that people sign in to. Write https://us.posthog.com, or leave it out.")]
    public void The_ui_host_is_the_app_of_the_region(string? host, string? region, string? problem) =>
        Assert.Equal(problem, SettingLimits.UiHost("X", host is null ? null : new Uri(host), Region(region)));

    private static PostHogRegion? Region(string? name) => name is null ? null : Enum.Parse<PostHogRegion>(name);

    private static void Check(bool isRight, string? problem, string begin)
    {
        if (isRight)
        {
            Assert.Null(problem);
        }
        else
        {
            Assert.StartsWith(begin, problem, StringComparison.Ordinal);
        }
    }
}
