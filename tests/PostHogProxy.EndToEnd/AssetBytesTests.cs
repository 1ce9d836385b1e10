using System.Security.Cryptography;

namespace PostHogProxy.EndToEnd;

public sealed class AssetBytesTests
{
    // Of dist/array.js in the npm package posthog-js 1.449.2; the second is what its dist/integrity.json says.
    private const string Sha256 = "a7ac3611e9c334c70f034cf254c99a099d45add1f0d3be2fe248531d505e6b29";
    private const string Integrity = "sha384-bnGaJbx6qfm57zQDb6YpTJcOW8vS2vrmFCi9Q0IRDg61fUrSY3waKPTUnYDB+Z5Q";

    [Fact]
    public async Task The_library_travels_compressed_and_is_the_published_one_byte_for_byte()
    {
        await using var visit = await Visit.PrepareAsync();
        var library = visit.Page.WaitForResponseAsync(response => response.Url.EndsWith("/ingest-x1/static/array.js", StringComparison.Ordinal));
        await visit.OpenAsync();

        var headers = await (await library).AllHeadersAsync();
        Assert.Matches("^(gzip|br)$", headers["content-encoding"]);
        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(await (await library).BodyAsync())));
    }

    [Fact]
    public async Task Chromium_accepts_the_library_under_its_published_integrity_hash()
    {
        await using var visit = await Visit.BeginAsync();

        var loaded = await visit.Page.EvaluateAsync<string>(
            """
            integrity => new Promise(resolve => {
              const script = Object.assign(document.createElement('script'), { src: '/ingest-x1/static/1.449.2/array.js', integrity });
              script.onload = () => resolve('loaded');
              script.onerror = () => resolve('refused');
              document.head.append(script);
            })
            """,
            Integrity);

        Assert.Equal("loaded", loaded);
    }
}
