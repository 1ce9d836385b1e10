using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>Recordings are moved by PostHog as they would have been at once; logs and what nobody can read stay as they came.</summary>
public sealed class RecordingTests
{
    private const string Item = """{"event":"$snapshot","properties":{"token":"T","distinct_id":"d","$session_id":"s","$snapshot_data":[{"timestamp":1764460000000,"type":3,"data":{"sent_at":"2020-01-01T00:00:00Z","n":1.0e2}}]}""";
    private static readonly DateTime ReceivedAt = new(2026, 10, 31, 23, 59, 30, 250, DateTimeKind.Utc);
    private static readonly string Snapshot = Item.Replace("\"T\"", $"\"{SdkRequest.Token}\"", StringComparison.Ordinal);

    private static readonly string[] SentAtPlaces = ["query _", "query sent_at", "items", "items and query", "nowhere"];
    private static readonly string[] Encodings = ["plain", "gzip-js", "gzip header"];

    public static TheoryData<string, string> Places => [.. from place in SentAtPlaces from encoding in Encodings select (place, encoding)];

    [Theory, MemberData(nameof(Places))]
    public async Task A_recording_is_moved_by_what_it_would_have_been_moved_at_once(string place, string encoding)
    {
        await using var postHog = await Replays.StartAsync();
        foreach (var skew in new[] { 0, -149, 149, -151, 151, 3600, -90_000 })
        {
            var kept = Recording(place, encoding, ReceivedAt.AddSeconds(skew));
            var atOnce = await postHog.AtAsync(ReceivedAt, kept);
            foreach (var delay in new[] { 5.0, 100, 149.5, 3600, 82_800 })
            {
                var sent = TrueTimes.For(kept, ReceivedAt.AddSeconds(delay));
                Assert.True(sent.WasRead);
                var later = await postHog.AtAsync(ReceivedAt.AddSeconds(delay), sent.Request);
                Assert.Equal(atOnce.Select(static one => one.RecordingShift), later.Select(static one => one.RecordingShift));
                Assert.Equal(
                    atOnce.Select(static one => one.Body.GetProperty("properties").GetRawText()), later.Select(static one => one.Body.GetProperty("properties").GetRawText()));
            }
        }
    }

    [Fact]
    public void Of_a_recording_nothing_changes_but_when_it_was_sent() => Gen.Select(Gen.Int[5, 90_000], Gen.Int[-100_000, 100_000], Gen.Int[0, 4]).Sample(
        static (delay, skew, form) =>
        {
            var kept = Recording("items", "plain", ReceivedAt.AddSeconds(skew), form);
            var sent = TrueTimes.For(kept, ReceivedAt.AddSeconds(delay)).Request;
            Assert.Equal(Without(kept.Body), Without(sent.Body));
            Assert.Equal(kept.Query, sent.Query);
        },
        iter: 2_000);

    [Fact]
    public void Logs_are_sent_as_they_came()
    {
        var kept = SdkRequest.Encode("""{"offset":5,"timestamp":"2020-01-01T00:00:00Z","sent_at":"2020-01-01T00:00:00Z"}"""u8.ToArray(), "?_=1764460000000&token=t", "gzip header", ReceivedAt, "/i/v1/logs", OutboxKind.Logs);
        var sent = TrueTimes.For(kept, ReceivedAt.AddHours(20));
        Assert.Same(kept, sent.Request);
        Assert.True(sent.WasRead);
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "lz64", "?compression=lz64&" }, { "zstd", "?" }, { "gzip that is none", "?compression=gzip-js&" }, { "broken gzip", "?" }, { "no JSON", "?" }, { "two documents", "?" }, { "a fraction", "?" },
        { "twice", "?" },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public void A_body_that_nobody_can_read_stays_and_its_query_says_that_it_was_sent_later(string what, string query)
    {
        foreach (var name in new[] { "_", "sent_at" })
        {
            var kept = new KeptRequest
            {
                Kind = OutboxKind.Events,
                ReceivedAt = ReceivedAt,
                Path = "/e/",
                Query = $"{query}{name}={SdkRequest.Milliseconds(ReceivedAt)}&ver=1%2E4",
                Headers = [new("Content-Type", "text/plain")],
                Body = what switch
                {
                    "lz64" => "N4IgLgniBcAmCGB3EAaEBnA9gVwHYgF8g==="u8.ToArray(),
                    "zstd" => [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3],
                    "gzip that is none" => "[{\"offset\":5}]"u8.ToArray(),
                    "broken gzip" => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5],
                    "no JSON" => "[{\"offset\":5},"u8.ToArray(),
                    "two documents" => "{\"offset\":5}{\"offset\":6}"u8.ToArray(),
                    "a fraction" => "[{\"offset\":5.5}]"u8.ToArray(),
                    _ => "[{\"offset\":5,\"offset\":6}]"u8.ToArray(),
                },
            };
            var sent = TrueTimes.For(kept, ReceivedAt.AddHours(1));
            Assert.False(sent.WasRead);
            Assert.Same(kept.Body, sent.Request.Body);
            Assert.Equal($"{query}{name}={SdkRequest.Milliseconds(ReceivedAt.AddHours(1))}&ver=1%2E4", sent.Request.Query);
        }
    }

    [Fact]
    public void A_URL_with_both_names_keeps_neither()
    {
        var kept = SdkRequest.Encode("[{\"timestamp\":\"2026-10-31T23:59:00Z\"}]"u8.ToArray(), $"?_={SdkRequest.Milliseconds(ReceivedAt)}&sent_at=1&ip=0", "plain", ReceivedAt);
        Assert.Equal("?ip=0", TrueTimes.For(kept, ReceivedAt.AddHours(1)).Request.Query);
    }

    [Theory]
    [InlineData("{\"batch\":5,\"offset\":5}")]
    [InlineData("{\"batch\":null,\"offset\":5}")]
    public void An_event_whose_batch_is_no_list_is_one_event(string json)
    {
        var sent = TrueTimes.For(SdkRequest.Encode(Encoding.UTF8.GetBytes(json), "", "plain", ReceivedAt), ReceivedAt.AddHours(1));
        Assert.Equal(json.Replace("\"offset\":5", "\"timestamp\":\"2026-10-31T23:59:30.245Z\"", StringComparison.Ordinal), Encoding.UTF8.GetString(sent.Request.Body));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("x-something")]
    public void An_encoding_that_PostHog_does_not_know_is_none(string encoding)
    {
        var kept = SdkRequest.Encode("[{\"offset\":5}]"u8.ToArray(), "", "plain", ReceivedAt).With("Content-Encoding", encoding);
        Assert.True(TrueTimes.For(kept, ReceivedAt.AddHours(1)).WasRead);
    }

    [Fact]
    public void A_recording_sent_at_the_end_of_time_goes_as_it_came()
    {
        var kept = Recording("items", "plain", DateTime.MaxValue.AddSeconds(-1));
        Assert.Equal(kept.Body, TrueTimes.For(kept, ReceivedAt.AddHours(1)).Request.Body);
        var inQuery = kept with { Query = "?_=253402300799000" };
        Assert.Equal("?_=253402304399000", TrueTimes.For(inQuery, ReceivedAt.AddHours(1)).Request.Query);
    }

    private static KeptRequest Recording(string place, string encoding, DateTime sentAt, int form = 0)
    {
        var written = form switch
        {
            1 => sentAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            2 => sentAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+02:00'", System.Globalization.CultureInfo.InvariantCulture),
            _ => SdkRequest.Iso(sentAt),
        };
        var own = place.StartsWith("items", StringComparison.Ordinal) ? $",\"sent_at\" : \"{written}\"" : "";
        var json = $"[{Snapshot}{own}}}, {Snapshot}{own},\"more\":[1.0] }}]";
        var query = place switch
        {
            "query _" or "items and query" => $"?ip=0&_={SdkRequest.Milliseconds(sentAt)}",
            "query sent_at" => $"?sent_at={SdkRequest.Milliseconds(sentAt)}",
            _ => "?ip=0",
        };
        return SdkRequest.Encode(Encoding.UTF8.GetBytes(json), query, encoding, ReceivedAt, "/s/", OutboxKind.Replay);
    }

    private static string Without(byte[] json) => Regex.Replace(Encoding.UTF8.GetString(json), "(,\"sent_at\" : \")[^\"]*\"", "$1\"");
}
