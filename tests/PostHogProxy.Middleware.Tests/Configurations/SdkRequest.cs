using System.IO.Compression;
using System.Net.Http.Headers;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>A request as posthog-js makes it, to be sent through an app and straight to PostHog.</summary>
/// <param name="Name">Tells it from the others in a failure.</param>
/// <param name="Path">Path and query, as PostHog knows them.</param>
/// <param name="Encoding">The request's Accept-Encoding; empty for none.</param>
/// <param name="Body">What is posted; null for a GET.</param>
/// <param name="IsDeclared">Whether a gzipped body says so in Content-Encoding. posthog-js never does; other clients do.</param>
internal sealed record SdkRequest(string Name, string Path, string Encoding = "", byte[]? Body = null, bool IsDeclared = false)
{
    public const string Origin = "https://shop.example";

    private static readonly byte[] Event = Encoded(
        $$"""
        {"api_key":"{{StandInProject.EuDemo.Token}}","event":"viewed","distinct_id":"ada","uuid":"0193a5c0-0000-7000-8000-000000000009",
        "properties":{"text":"äöü, and enough of it to be worth compressing, compressing, compressing"} }
        """);

    private static readonly byte[] Who = Encoded($$"""{"token":"{{StandInProject.EuDemo.Token}}","distinct_id":"ada"}""");

    /// <summary>The scripts are asked for twice, the second time in the opposite order: a cache of the app's may have kept the first.</summary>
    public static readonly IReadOnlyList<SdkRequest> All =
    [
        new("a script plain", "/static/array.js"),
        new("a script as gzip", "/static/array.js", "gzip"),
        new("a script as br", "/static/array.js", "br"),
        new("an event as gzip that says text/plain", "/e/?ip=0&_=1", "gzip, br", Gzipped(Event)),
        new("an event as gzip that says gzip", "/e/", "gzip, br", Gzipped(Event), IsDeclared: true),
        new("flags", "/flags/?v=2", "gzip, br", Who),
        new("an event that PostHog answers 503", "/e/?answer=503", "gzip, br", Event),
        new("surveys that PostHog answers 404", "/api/surveys/?answer=404", "gzip, br"),
        new("an asset that is not there", "/static/nothing.js?answer=404", "gzip, br"),
        new("a script as br, again", "/static/array.js", "br"),
        new("a script as gzip, again", "/static/array.js", "gzip"),
        new("a script plain, again", "/static/array.js"),
    ];

    /// <summary>The host that PostHog's own domains have for it.</summary>
    public string PostHogHost => Path.StartsWith("/static/", StringComparison.Ordinal) ? "eu-assets.i.posthog.com" : "eu.i.posthog.com";

    public HttpRequestMessage To(string address)
    {
        var request = new HttpRequestMessage(Body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address + Path));
        request.Headers.TryAddWithoutValidation("Origin", Origin);
        if (Encoding.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", Encoding);
        }

        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain");
            if (IsDeclared)
            {
                request.Content.Headers.ContentEncoding.Add("gzip");
            }
        }

        return request;
    }

    /// <summary>The body without the encoding that the request declares.</summary>
    public byte[]? Decoded() => !IsDeclared || Body is null ? Body : Event;

    private static byte[] Encoded(string json) => System.Text.Encoding.UTF8.GetBytes(json);

    private static byte[] Gzipped(byte[] body)
    {
        using var wire = new MemoryStream();
        using (var gzip = new GZipStream(wire, CompressionLevel.Optimal))
        {
            gzip.Write(body);
        }

        return wire.ToArray();
    }
}
