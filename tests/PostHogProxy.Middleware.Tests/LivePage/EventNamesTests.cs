using System.IO.Compression;
using System.Text;
using PostHogProxy.Keeping;
using PostHogProxy.Payloads;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>The names of events, in the forms that posthog-js sends them; and nothing where a body can't be read.</summary>
public sealed class EventNamesTests
{
    [Theory]
    [InlineData("""[{"event":"one"},{"event":"two"},{"event":"one"}]""", "one, two")]
    [InlineData("""{"event":"alone","properties":{"event":"inner"}}""", "alone")]
    [InlineData("""{"api_key":"k","batch":[{"event":"a"},{"event":"b"}]}""", "a, b")]
    [InlineData("""[{"event":"1"},{"event":"2"},{"event":"3"},{"event":"4"},{"event":"5"},{"event":"6"}]""", "1, 2, 3, 4 and 2 more")]
    [InlineData("""[{"event":"1"},{"event":"2"},{"event":"3"},{"event":"4"},{"event":"5"},{"event":"5"},{"event":"6"},{"event":"1"},{"event":"5"}]""", "1, 2, 3, 4 and 2 more")]
    [InlineData("""[{"event":"1"},{"event":"2"},{"event":"3"},{"event":"4"},{"event":"4"},{"event":"1"}]""", "1, 2, 3, 4")]
    [InlineData("""[{"event":7},{},3,null]""", null)]
    [InlineData("{}", null)]
    [InlineData("3", null)]
    [InlineData("""[{"event":"cut""", null)]
    [InlineData("", null)]
    public void Names_are_read_in_their_order(string json, string? names) => Assert.Equal(names, EventNames.Of(Request(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void A_packed_body_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("""[{"event":"packed"}]"""u8);
        }

        Assert.Equal("packed", EventNames.Of(Request(packed.ToArray(), "?compression=gzip-js")));
        Assert.Equal("plain", EventNames.Of(Request(Encoding.UTF8.GetBytes("data=" + Uri.EscapeDataString(Convert.ToBase64String("""{"event":"plain"}"""u8))), type: "application/x-www-form-urlencoded")));
    }

    [Fact]
    public void A_body_that_swells_to_megabytes_has_no_names()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($$"""[{"event":"{{new string('x', 3_000_000)}}"}]"""));
        }

        Assert.Null(EventNames.Of(Request(packed.ToArray())));
    }

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(new string('x', 60) + "…", EventNames.Of(Request(Encoding.UTF8.GetBytes($$"""{"event":"{{new string('x', 61)}}"}"""))));

    [Fact]
    public void A_name_is_never_cut_within_a_character()
    {
        Assert.Equal(new string('x', 59) + "…", EventNames.Of(Request(Encoding.UTF8.GetBytes($$"""{"event":"{{new string('x', 59)}}🧺 and more"}"""))));
        Assert.Equal(new string('x', 58) + "🧺…", EventNames.Of(Request(Encoding.UTF8.GetBytes($$"""{"event":"{{new string('x', 58)}}🧺 and more"}"""))));
        Assert.Equal(new string('x', 58) + "🧺", EventNames.Of(Request(Encoding.UTF8.GetBytes($$"""{"event":"{{new string('x', 58)}}🧺"}"""))));
    }

    private static KeptRequest Request(byte[] body, string query = "", string type = "text/plain") => new()
    {
        Kind = OutboxKind.Events,
        ReceivedAt = default,
        Path = "/e/",
        Query = query,
        Headers = [new("Content-Type", type), new("Content-Encoding", "")],
        Body = body,
    };
}
