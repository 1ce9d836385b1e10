using System.Net;
using System.Text;

namespace PostHogProxy.Testing.Tests;

public sealed class BodyFormTests
{
    private const string Path = Visitor.Us + "/i/v0/e/";

    private static byte[] Json => Encoding.UTF8.GetBytes(Visitor.EventJson(Visitor.UsToken));

    [Theory]
    [InlineData("text/plain", "")]
    [InlineData("application/json", "")]
    [InlineData("text/plain", "?compression=gzip-js")]
    [InlineData("application/octet-stream", "?compression=gzip")]
    public async Task Gzip_is_recognized_by_its_bytes(string contentType, string query)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Path + query, Packed.Gzip(Json), contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(visitor.Server.Journal.Events);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_Content_Encoding_that_is_true_is_decoded(string encoding)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Path, Packed.As(encoding, Json), "application/json", ("Content-Encoding", encoding));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(visitor.Server.Journal.Events);
    }

    [Theory]
    [InlineData("gzip", "")]
    [InlineData("br", "")]
    [InlineData("deflate", "")]
    [InlineData("br", "gzip")]
    [InlineData("deflate", "gzip")]
    [InlineData("gzip", "br")]
    [InlineData("zstd", "")]
    public async Task A_Content_Encoding_that_disagrees_with_the_bytes_is_400(string said, string packed)
    {
        await using var visitor = await Visitor.ArriveAsync();
        var body = packed.Length == 0 ? Json : Packed.As(packed, Json);

        using var response = await visitor.PostAsync(Path, body, "application/json", ("Content-Encoding", said));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_gzip_body_that_was_compressed_again_is_400()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Path, Packed.Gzip(Packed.Gzip(Json)), "text/plain", ("Content-Encoding", "gzip"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("body is compressed twice", visitor.Last.Outcome);
    }

    [Fact]
    public async Task A_gzip_body_that_someone_treated_as_text_is_400()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var asText = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Packed.Gzip(Json)));

        using var response = await visitor.PostAsync(Path, asText, "text/plain");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_gzip_body_cut_short_is_400()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Path, Packed.Gzip(Json)[..^12], "text/plain");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("?compression=base64")]
    [InlineData("")]
    public async Task A_form_carries_base64(string query)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Path + query, Packed.Form(Json), "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(visitor.Server.Journal.Events);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Plain_JSON_is_taken_in_any_content_type(string contentType)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Path, Json, contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(visitor.Server.Journal.Events);
    }

    [Theory]
    [InlineData("gzip-js", false)]
    [InlineData("gzip", false)]
    [InlineData("base64", false)]
    [InlineData("base64", true)]
    [InlineData("lz64", false)]
    public async Task A_compression_parameter_that_disagrees_with_the_body_is_400(string compression, bool gzip)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync($"{Path}?compression={compression}", gzip ? Packed.Gzip(Json) : Json, "text/plain");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Base64_whose_plus_signs_became_spaces_is_400()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var form = "data=" + Convert.ToBase64String(Json.AsSpan()).Insert(8, "+");

        using var response = await visitor.PostAsync(Path + "?compression=base64", form, "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("base64 with an unescaped +", visitor.Last.Outcome);
    }

    [Fact]
    public async Task Text_in_another_character_set_than_UTF_8_is_400()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var latin1 = Encoding.Latin1.GetBytes(Visitor.EventJson(Visitor.UsToken, "gekauft: Bücher"));

        using var response = await visitor.PostAsync(Path, latin1, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
