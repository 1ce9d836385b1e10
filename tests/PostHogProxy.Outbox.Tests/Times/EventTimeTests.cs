using System.Globalization;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>The time of an event at PostHog, from what it carries. The expected times are typed from capture's timestamp.rs.</summary>
public sealed class EventTimeTests
{
    private static readonly DateTime Received = Utc("2026-11-29T12:00:00");

    [Theory]
    [InlineData("2026-11-29T10:00:00Z")]
    [InlineData("2026-11-29 10:00:00")]
    [InlineData("2026-11-29T12:00:00+02:00")]
    [InlineData("2026-11-30T11:00:00Z")]
    [InlineData("2001-01-01")]
    public void What_says_its_time_already_is_left_as_it_stands(string timestamp) => Assert.Null(EventTime.Of(new(null, timestamp, IgnoresSentAt: false), null, Received));

    [Fact]
    public void A_time_that_only_we_cannot_read_is_left_to_PostHog() => Assert.Null(EventTime.Of(new(null, "yesterday at 5", IgnoresSentAt: false), null, Received));

    [Fact]
    public void What_says_that_no_clock_corrects_it_is_left_as_it_stands() =>
        Assert.Null(EventTime.Of(new(null, "2026-11-29T10:00:00Z", IgnoresSentAt: true), Utc("2026-11-29T11:00:00"), Received));

    [Theory]
    [InlineData("2026-11-29T10:00:00Z", "2026-11-29T11:00:00", "2026-11-29T11:00:00")]
    [InlineData("2026-11-29T13:59:00Z", "2026-11-29T14:00:00", "2026-11-29T11:59:00")]
    [InlineData("2026-12-01T10:00:00Z", "2026-11-29T12:00:00", "2026-11-29T12:00:00")]
    [InlineData("2026-11-30T11:00:01Z", "2026-11-29T12:00:00", "2026-11-29T12:00:00")]
    [InlineData("0001-01-01T00:00:00Z", "2026-11-29T13:00:00", "1970-01-01T00:00:00")]
    public void A_clock_that_is_wrong_is_corrected_and_a_time_far_ahead_is_now(string timestamp, string sentAt, string expected) =>
        Assert.Equal(Utc(expected), EventTime.Of(new(null, timestamp, IgnoresSentAt: false), Utc(sentAt), Received));

    [Theory]
    [InlineData(null)]
    [InlineData("yesterday")]
    [InlineData("")]
    public void What_has_no_time_happened_when_it_came(string? timestamp) => Assert.Equal(Received, EventTime.Of(new(null, timestamp, IgnoresSentAt: false), null, Received));

    [Theory]
    [InlineData(60_000, "2026-11-29T11:59:00")]
    [InlineData(0, "2026-11-29T12:00:00")]
    [InlineData(-60_000, "2026-11-29T12:01:00")]
    [InlineData(-82_800_000, "2026-11-30T11:00:00")]
    [InlineData(-82_800_001, "2026-11-29T12:00:00")]
    [InlineData(long.MaxValue, "1970-01-01T00:00:00")]
    [InlineData(900_000_000_000_000, "1970-01-01T00:00:00")]
    public void An_offset_wins_over_the_time_beside_it(long offset, string expected) =>
        Assert.Equal(Utc(expected), EventTime.Of(new(offset, "2026-11-29T01:00:00Z", IgnoresSentAt: true), Utc("2026-11-29T11:00:00"), Received));

    [Theory]
    [InlineData("2026-11-29T10:20:30.1234567890Z", "2026-11-29T10:20:30.1234567")]
    [InlineData("2026-11-29T10:20:30.12345678Z", "2026-11-29T10:20:30.1234567")]
    [InlineData("2026-11-29T10:20:30.1234567Z", "2026-11-29T10:20:30.1234567")]
    [InlineData("2026-11-29T10:20:30.123456789+01:00", "2026-11-29T09:20:30.1234567")]
    [InlineData(" 2026-11-29T10:20Z ", "2026-11-29T10:20:00")]
    public void Times_are_read_to_a_tick_in_the_forms_of_SDKs(string text, string expected) => Assert.Equal(Utc(expected), EventTime.Parse(text));

    [Theory]
    [InlineData(".123")]
    [InlineData("29.11.2026")]
    [InlineData("1764410000")]
    public void What_is_in_no_such_form_is_not_guessed(string text) => Assert.Null(EventTime.Parse(text));

    [Fact]
    public void A_time_is_written_with_the_digits_that_it_needs()
    {
        Assert.Equal("2026-11-29T12:00:00.000Z", EventTime.Write(Received));
        Assert.Equal("2026-11-29T12:00:00.0000001Z", EventTime.Write(Received.AddTicks(1)));
    }

    [Fact]
    public void A_time_beyond_the_calendar_is_none()
    {
        Assert.Equal(DateTime.MaxValue, EventTime.Later(DateTime.MaxValue.AddTicks(-1), TimeSpan.FromTicks(1)));
        Assert.Equal(DateTime.MinValue, EventTime.Later(DateTime.MinValue.AddTicks(1), TimeSpan.FromTicks(-1)));
        Assert.Null(EventTime.Later(DateTime.MaxValue, TimeSpan.FromTicks(1)));
        Assert.Null(EventTime.Later(DateTime.MinValue, TimeSpan.FromTicks(-1)));
    }

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
