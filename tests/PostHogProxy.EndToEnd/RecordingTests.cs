using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace PostHogProxy.EndToEnd;

public sealed class RecordingTests
{
    private const int FullSnapshot = 2;
    private const int Incremental = 3;

    [Fact]
    public async Task A_session_recording_arrives_with_the_page_in_it()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("house-fern");

        var snapshot = await visit.EventAsync("a full snapshot", captured => Parts(captured.Body).Any(part => Type(part) == FullSnapshot));

        var page = Inflated(Parts(snapshot.Body).First(part => Type(part) == FullSnapshot));
        Assert.Contains("Six pieces, one workshop each", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What PostHog saw", page, StringComparison.Ordinal);
        Assert.Equal("/s/", visit.Journal.Requests.Single(request => request.Sequence == snapshot.RequestSequence).Path);
    }

    [Fact]
    public async Task The_recording_goes_on_with_what_the_visitor_does()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("house-fern");
        await visit.EventAsync("$snapshot");

        await visit.AddToBasketAsync("wool-throw");

        await visit.EventAsync(
            "the filled basket in the recording",
            captured => Parts(captured.Body).Any(part => Type(part) == Incremental && Inflated(part).Contains("1 × Wool throw", StringComparison.Ordinal)));
    }

    private static JsonElement.ArrayEnumerator Parts(JsonElement captured) =>
        captured.GetProperty("event").GetString() == "$snapshot"
            ? captured.GetProperty("properties").GetProperty("$snapshot_data").EnumerateArray()
            : default;

    private static int Type(JsonElement part) => part.GetProperty("type").GetInt32();

    /// <summary>The recorder packs large parts: gzip, each byte a character. One lost byte and this throws.</summary>
    private static string Inflated(JsonElement part)
    {
        if (!part.TryGetProperty("cv", out _))
        {
            return part.GetProperty("data").GetRawText();
        }

        var data = part.GetProperty("data");
        return data.ValueKind == JsonValueKind.String
            ? Gunzip(data.GetString()!)
            : string.Concat(data.EnumerateObject().Select(member =>
                member.Value.ValueKind == JsonValueKind.String ? Gunzip(member.Value.GetString()!) : member.Value.GetRawText()));
    }

    private static string Gunzip(string packed)
    {
        using var gzip = new GZipStream(new MemoryStream(Encoding.Latin1.GetBytes(packed)), CompressionMode.Decompress);
        using var text = new StreamReader(gzip, Encoding.UTF8);
        return text.ReadToEnd();
    }
}
