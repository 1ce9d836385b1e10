using System.IO.Compression;
using System.Net;
using System.Text;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Erasing;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Erasing;

public sealed class PersonEraserTests
{
    private const string Jane = """{"event":"a","properties":{"distinct_id":"jane","n":1.50}}""";
    private const string Joe = """{"event":"b", "properties":{"distinct_id":"joe","text":"jane \u00e9"} }""";

    private static readonly PersonEraser Eraser = new("jane");

    [Theory]
    [InlineData("""{"event":"a","distinct_id":"jane"}""")]
    [InlineData("""{"event":"a","$distinct_id":"jane"}""")]
    [InlineData("""{"event":"a","properties":{"distinct_id":"jane"}}""")]
    [InlineData("""{"event":"a","properties":{"distinct_id":"\u006aane"}}""")]
    [InlineData("""{"event":"$identify","properties":{"distinct_id":"x","$anon_distinct_id":"jane"}}""")]
    [InlineData("""{"event":"$create_alias","properties":{"distinct_id":"x","alias":"jane"}}""")]
    [InlineData("""{"event":"a","properties":{"distinct_id":"x","$user_id":"jane"}}""")]
    [InlineData("""{"event":"a","distinct_id":"joe","distinct_id":"jane"}""")]
    [InlineData("""[{"event":"a","distinct_id":"jane"},{"event":"b","distinct_id":"jane"}]""")]
    [InlineData("""{"batch":[{"event":"a","distinct_id":"jane"}],"api_key":"phc_x"}""")]
    public void What_is_only_the_persons_goes_whole(string json) => Assert.Equal(Erasure.Whole, Eraser.Erase(Plain(json)).Erasure);

    [Theory]
    [InlineData("""{"event":"jane","distinct_id":"joe"}""")]
    [InlineData("""{"event":"a","distinct_id":"jane2"}""")]
    [InlineData("""{"event":"a","distinct_id":"Jane"}""")]
    [InlineData("""{"event":"a","distinct_id":"joe","properties":{"referrer":"jane","deep":{"distinct_id":"jane"}}}""")]
    [InlineData("""{"batch":[],"distinct_id":"jane"}""")]
    [InlineData("[]")]
    public void What_is_of_others_is_left_alone(string json) => Assert.Equal(new Erased(Erasure.Nothing), Eraser.Erase(Plain(json)));

    [Theory]
    [InlineData("[{0},{1}]", "[{1}]")]
    [InlineData("[{1},{0}]", "[{1}]")]
    [InlineData("[ {0} , {1} ,{0},{0}]", "[ {1}]")]
    [InlineData("""{{"sent_at":"2026-11-29T12:00:00.000Z","batch":[{1},{0}, {1}],"api_key":"phc_x"}}""", """{{"sent_at":"2026-11-29T12:00:00.000Z","batch":[{1},{1}],"api_key":"phc_x"}}""")]
    public void Others_stay_byte_for_byte(string before, string after)
    {
        var erased = Eraser.Erase(Plain(Fill(before)));
        Assert.Equal(Erasure.Part, erased.Erasure);
        Assert.Equal(Fill(after), Encoding.UTF8.GetString(erased.Rest!.Body));
    }

    [Fact]
    public void A_number_is_the_same_as_its_text() => Assert.Equal(Erasure.Whole, new PersonEraser("17").Erase(Plain("""{"event":"a","distinct_id":17}""")).Erasure);

    [Theory]
    [InlineData("17.5")]
    [InlineData("-3")]
    [InlineData("1e400")]
    public void Any_number_is_the_same_as_its_text(string number) =>
        Assert.Equal(Erasure.Whole, new PersonEraser(number).Erase(Plain($$"""{"event":"a","distinct_id":{{number}}}""")).Erasure);

    [Theory]
    [InlineData(200, nameof(Erasure.Whole))]
    [InlineData(300, nameof(Erasure.Unreadable))]
    public void What_is_nested_as_deep_as_PostHog_reads_it_is_read_and_nothing_deeper(int depth, string expected)
    {
        var json = $$"""{"distinct_id":"jane","properties":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        Assert.Equal(expected, Eraser.Erase(Plain(json)).Erasure.ToString());
    }

    [Theory]
    [InlineData("17", "18")]
    [InlineData("17", "17.5")]
    [InlineData("17", "170")]
    [InlineData("17", "1e400")]
    [InlineData("17", "true")]
    [InlineData("null", "null")]
    public void Another_number_is_another_person(string person, string value) =>
        Assert.Equal(Erasure.Nothing, new PersonEraser(person).Erase(Plain($$"""{"event":"a","distinct_id":{{value}}}""")).Erasure);

    [Fact]
    public void A_request_keeps_its_wrapping()
    {
        var both = Fill("[{0},{1}]");
        var gzip = Eraser.Erase(Plain("") with { Body = Pack(both), Query = "?compression=gzip-js&_=1764417600000" });
        Assert.Equal(Fill("[{1}]"), Unpack(gzip.Rest!.Body));
        Assert.Equal("?compression=gzip-js&_=1764417600000", gzip.Rest.Query);

        var form = Eraser.Erase(Plain("data=" + WebUtility.UrlEncode(Convert.ToBase64String(Encoding.UTF8.GetBytes(both)))).With("Content-Type", "application/x-www-form-urlencoded"));
        Assert.Equal(Fill("[{1}]"), Unpack(form.Rest!.Body));
        Assert.Equal("text/plain", form.Rest.ContentType);
    }

    [Fact]
    public void Recording_items_are_erased_one_by_one()
    {
        const string items = """[{"event":"$snapshot","properties":{"distinct_id":"jane","$snapshot_data":[]}},{"event":"$snapshot","properties":{"distinct_id":"joe"}}]""";
        var erased = Eraser.Erase(Plain(items) with { Kind = OutboxKind.Replay, Path = "/s/" });
        Assert.Equal("""[{"event":"$snapshot","properties":{"distinct_id":"joe"}}]""", Encoding.UTF8.GetString(erased.Rest!.Body));
    }

    [Fact]
    public void Log_records_are_erased_one_by_one()
    {
        const string record = """{{"body":{{"stringValue":"hi"}},"attributes":[{{"key":"posthogDistinctId","value":{{"stringValue":"{0}"}}}}]}}""";
        var jane = string.Format(null, record, "jane");
        var joe = string.Format(null, record, "joe");
        var erased = Eraser.Erase(Logs($$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{{jane}},{{joe}}]},{"logRecords":[{{jane}}]}]}]}"""));
        Assert.Equal($$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{{joe}}]},{"logRecords":[]}]}]}""", Encoding.UTF8.GetString(erased.Rest!.Body));
        Assert.Equal(2, erased.Items);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[{\"event\":\"a\",\"distinct_id\":\"joe\"}")]
    [InlineData("[] []")]
    [InlineData("17")]
    public void What_nobody_can_read_is_said_to_be_so(string body) => Assert.Equal(Erasure.Unreadable, Eraser.Erase(Plain(body)).Erasure);

    [Fact]
    public void Protobuf_and_lz64_and_what_is_encrypted_are_said_to_be_unreadable()
    {
        Assert.Equal(Erasure.Unreadable, Eraser.Erase(Logs("") with { Body = [0x0a, 0x04, 0x6a, 0x61, 0x6e, 0x65] }).Erasure);
        Assert.Equal(Erasure.Unreadable, Eraser.Erase(Plain("N4Ig") with { Query = "?compression=lz64" }).Erasure);
        Assert.Equal(Erasure.Unreadable, Eraser.Erase(new KeptRequest { Kind = OutboxKind.Events, ReceivedAt = Sample.Noon, Path = "protected/1", Body = "[]"u8.ToArray() }).Erasure);
    }

    private static string Fill(string text) => string.Format(null, text, Jane, Joe);

    private static KeptRequest Plain(string json) => Sample.Request(1) with { Query = "", Body = Encoding.UTF8.GetBytes(json) };

    private static KeptRequest Logs(string json) => Plain(json) with { Kind = OutboxKind.Logs, Path = "/i/v1/logs" };

    private static byte[] Pack(string text)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return result.ToArray();
    }

    private static string Unpack(byte[] bytes)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
