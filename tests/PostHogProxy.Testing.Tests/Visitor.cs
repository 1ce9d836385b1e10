using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PostHogProxy.Testing.Tests;

/// <summary>A running stand-in and an HTTP client that reaches it under PostHog's names, and decodes nothing by itself.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    public const string Us = "https://us.i.posthog.com";
    public const string Eu = "https://eu.i.posthog.com";
    public const string UsAssets = "https://us-assets.i.posthog.com";
    public const string EuAssets = "https://eu-assets.i.posthog.com";

    private readonly SocketsHttpHandler _handler;

    private Visitor(PostHogStandIn server)
    {
        Server = server;
        _handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None };
        server.ConnectFrom(_handler);
        Http = new HttpClient(_handler);
    }

    public PostHogStandIn Server { get; }

    public HttpClient Http { get; }

    public static string UsToken => StandInProject.UsDemo.Token;

    public static string EuToken => StandInProject.EuDemo.Token;

    public StandInRequest Last => Server.Journal.Requests[^1];

    public static async Task<Visitor> ArriveAsync(StandInOptions? options = null) =>
        new(await PostHogStandIn.StartAsync(options, TestContext.Current.CancellationToken));

    /// <summary>A one-event capture body.</summary>
    public static string EventJson(string? token, string name = "viewed", string extra = "") =>
        token is null
            ? $$"""{"event":"{{name}}","distinct_id":"d1"{{extra}}}"""
            : $$"""{"event":"{{name}}","distinct_id":"d1","api_key":"{{token}}"{{extra}}}""";

    public Task<HttpResponseMessage> GetAsync(string url, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, url, null, headers);

    public Task<HttpResponseMessage> PostAsync(string url, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        PostAsync(url, Encoding.UTF8.GetBytes(body), contentType, headers);

    public Task<HttpResponseMessage> PostAsync(string url, byte[] body, string contentType, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return SendAsync(HttpMethod.Post, url, content, headers);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? content, params (string Name, string Value)[] headers)
    {
        // HTTP/2, as a proxy would; what HTTP/1.1 does otherwise has tests of its own.
        using var request = new HttpRequestMessage(method, url) { Content = content, Version = HttpVersion.Version20 };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        await Server.DisposeAsync();
    }
}
