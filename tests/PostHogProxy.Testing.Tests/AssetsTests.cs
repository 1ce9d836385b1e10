using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PostHogProxy.Testing.Tests;

public sealed class AssetsTests
{
    private static readonly string Dist = Path.Combine(AppContext.BaseDirectory, "posthog-js-dist");

    [Theory]
    [InlineData("/static/array.js", "array.js")]
    [InlineData("/static/array.js?v=1.449.2", "array.js")]
    [InlineData("/static/lazy-recorder.js?v=1.449.2", "lazy-recorder.js")]
    [InlineData("/static/1.449.2/surveys.js", "surveys.js")]
    public async Task The_real_files_are_served(string target, string file)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(Visitor.EuAssets + target);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Dist, file)), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            target.Contains("/1.449.2/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "public, max-age=300",
            response.Headers.GetValues("Cache-Control").Single());
    }

    [Fact]
    public async Task A_source_map_is_JSON()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(Visitor.UsAssets + "/static/1.449.2/array.js.map");

        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("GET", "/static/no-such-file.js")]
    [InlineData("GET", "/static/1.449.1/array.js")]
    [InlineData("GET", "/static/1.449.2/1.449.2/array.js")]
    [InlineData("GET", "/static/%2e%2e/PostHogProxy.Testing.dll")]
    [InlineData("GET", "/static/")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/flags/?v=2")]
    [InlineData("POST", "/i/v0/e/")]
    [InlineData("POST", "/static/array.js")]
    public async Task What_is_not_there_is_403_in_XML_as_of_an_object_store(string method, string target)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.SendAsync(new HttpMethod(method), Visitor.UsAssets + target, method == "POST" ? new StringContent("{}") : null);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task HEAD_says_the_length_and_sends_nothing()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.SendAsync(HttpMethod.Head, Visitor.UsAssets + "/static/array.js", null);

        Assert.Equal(new FileInfo(Path.Combine(Dist, "array.js")).Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Gzip_is_a_representation_of_its_own()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var plain = await visitor.GetAsync(Visitor.UsAssets + "/static/array.js");
        using var gzip = await visitor.GetAsync(Visitor.UsAssets + "/static/array.js", ("Accept-Encoding", "br, gzip"));
        using var refused = await visitor.GetAsync(Visitor.UsAssets + "/static/array.js", ("Accept-Encoding", "gzip;q=0"));

        Assert.Equal(["gzip"], gzip.Content.Headers.ContentEncoding);
        Assert.NotEqual(plain.Headers.ETag, gzip.Headers.ETag);
        Assert.Equal(["Accept-Encoding"], gzip.Headers.Vary);
        Assert.Equal(["Accept-Encoding"], plain.Headers.Vary);
        Assert.Empty(refused.Content.Headers.ContentEncoding);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), Packed.Gunzip(await gzip.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/array/TOKEN/config")]
    public async Task A_known_ETag_is_answered_304(string target)
    {
        await using var visitor = await Visitor.ArriveAsync();
        var url = Visitor.UsAssets + target.Replace("TOKEN", Visitor.UsToken, StringComparison.Ordinal);
        using var first = await visitor.GetAsync(url);

        using var again = await visitor.GetAsync(url, ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await visitor.GetAsync(url, ("If-None-Match", "\"other\""));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.GetValues("Cache-Control"), again.Headers.GetValues("Cache-Control"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotNull(first.Content.Headers.LastModified);
    }

    [Fact]
    public async Task If_Modified_Since_is_honoured()
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var first = await visitor.GetAsync(Visitor.UsAssets + "/static/array.js");

        using var again = await visitor.GetAsync(
            Visitor.UsAssets + "/static/array.js",
            ("If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R")));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_range_is_answered_206()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(Visitor.UsAssets + "/static/array.js", ("Range", "bytes=10-19"));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        var whole = await File.ReadAllBytesAsync(Path.Combine(Dist, "array.js"));
        Assert.Equal(whole[10..20], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(new ContentRangeHeaderValue(10, 19, whole.Length), response.Content.Headers.ContentRange);
    }

    [Theory]
    [InlineData("config", "application/json")]
    [InlineData("config.js", "text/javascript; charset=utf-8")]
    [InlineData("array.js", "text/javascript; charset=utf-8")]
    public async Task A_projects_objects_are_on_both_hosts_of_its_region(string name, string contentType)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var assets = await visitor.GetAsync($"{Visitor.UsAssets}/array/{Visitor.UsToken}/{name}");
        using var ingest = await visitor.GetAsync($"{Visitor.Us}/array/{Visitor.UsToken}/{name}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (assets.StatusCode, ingest.StatusCode));
        Assert.Equal(contentType, assets.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=300", assets.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(["Origin", "Referer", "Accept-Encoding"], assets.Headers.Vary);
        Assert.Equal(await assets.Content.ReadAsStringAsync(), await ingest.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("config.js")]
    [InlineData("array.js")]
    public async Task A_project_of_the_other_region_is_404(string name)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var assets = await visitor.GetAsync($"{Visitor.UsAssets}/array/{Visitor.EuToken}/{name}");
        using var ingest = await visitor.GetAsync($"{Visitor.Eu}/array/phc_nobody/{name}");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (assets.StatusCode, ingest.StatusCode));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.NotFound)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task The_ingest_host_serves_static_files_only_on_request(bool serves, HttpStatusCode expected)
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions { IngestServesStatic = serves });

        using var response = await visitor.GetAsync(Visitor.Us + "/static/array.js");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_projects_array_js_is_its_config_and_then_the_library()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync($"{Visitor.UsAssets}/array/{Visitor.UsToken}/array.js");

        var script = await response.Content.ReadAsStringAsync();
        Assert.EndsWith(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(Dist, "array.js"))), script, StringComparison.Ordinal);
        Assert.Contains("_POSTHOG_REMOTE_CONFIG", script[..200], StringComparison.Ordinal);
    }
}
