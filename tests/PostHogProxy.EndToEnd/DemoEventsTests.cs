using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Storefront;

namespace PostHogProxy.EndToEnd;

/// <summary>The demo as <c>dotnet run</c> starts it, with a stand-in of its own, asked from outside.</summary>
public sealed class DemoEventsTests
{
    private const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    [Fact]
    public async Task What_PostHog_saw_is_told_as_JSON_oldest_first()
    {
        await using var shop = await StorefrontApp.BuildAsync(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        await shop.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(shop.Urls.First()) };
        var first = await PostAsync(client, "order placed", "0193a5c0-0000-7000-8000-000000000001");
        await PostAsync(client, "order paid", "0193a5c0-0000-7000-8000-000000000002");

        using var told = JsonDocument.Parse(await client.GetStringAsync(new Uri("/demo/events", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal(["order placed", "order paid"], told.RootElement.EnumerateArray().Select(seen => seen.GetProperty("event").GetString()));
        var oldest = told.RootElement[0];
        Assert.Equal(
            ["bytes", "clientAddress", "distinctId", "event", "headers", "host", "path", "uuid"],
            oldest.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("0193a5c0-0000-7000-8000-000000000001", oldest.GetProperty("uuid").GetString());
        Assert.Equal("ada", oldest.GetProperty("distinctId").GetString());
        Assert.Equal("/e/", oldest.GetProperty("path").GetString());
        Assert.Equal("eu.i.posthog.com", oldest.GetProperty("host").GetString());
        Assert.Equal("127.0.0.1", oldest.GetProperty("clientAddress").GetString());
        Assert.Equal(first, oldest.GetProperty("bytes").GetInt64());
        var headers = oldest.GetProperty("headers").EnumerateObject()
            .ToDictionary(header => header.Name, header => header.Value.GetString(), StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("Cookie", headers.Keys);
        Assert.DoesNotContain("Authorization", headers.Keys);
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
    }

    /// <summary>Posts it as posthog-js does, gzip under the name of text, with what must not go on; returns the bytes sent.</summary>
    private static async Task<long> PostAsync(HttpClient client, string name, string uuid)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var body = JsonSerializer.Serialize(new { api_key = Token, @event = name, uuid, distinct_id = "ada", properties = new { } });
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest-x1/e/") { Content = new ByteArrayContent(compressed.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
        request.Headers.TryAddWithoutValidation("Cookie", "session=secret");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "6.6.6.6");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return compressed.Length;
    }
}
