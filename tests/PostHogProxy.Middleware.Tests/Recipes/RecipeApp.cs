using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Recipes;

/// <summary>An app that is made as a recipe says, and a client on its host.</summary>
internal sealed class RecipeApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Answering _postHog;

    private RecipeApp(WebApplication app, Answering postHog)
    {
        _app = app;
        _postHog = postHog;
        Client = app.GetTestClient();
        Client.BaseAddress = new("https://shop.example/");
    }

    public HttpClient Client { get; }

    /// <summary>The addresses that PostHog was asked for.</summary>
    public IEnumerable<string> Asked => _postHog.Asked;

    /// <param name="recipe">What the page says.</param>
    /// <param name="settings">appsettings.json.</param>
    /// <param name="setting">One setting more.</param>
    /// <param name="then">What the reader's app has besides.</param>
    public static async Task<RecipeApp> StartAsync(
        Func<WebApplicationBuilder, WebApplication> recipe, string settings = "{}", (string Key, string Value)? setting = null, Action<WebApplication>? then = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        if (setting is { } one)
        {
            builder.Configuration.AddInMemoryCollection([new(one.Key, one.Value)]);
        }

        var postHog = new Answering();
        builder.Services.AddPostHogProxy(options => options.WrapHandler = _ => postHog);

        // README.md names one of several so.
        builder.Services.AddPostHogProxy("shop", options => options.WrapHandler = _ => postHog);
        var app = recipe(builder);
        then?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, postHog);
    }

    /// <summary>A page with the snippet, for recipes that leave the page to the reader.</summary>
    public static IResult Render(HttpContext context) =>
        Results.Content($"<head>{PostHogSnippet.Create(context, snippet => snippet.Token = DocsPage.Token)}</head>", "text/html");

    public async Task<HttpResponseMessage> GetAsync(string path, string cookie = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> PageAsync(string cookie = "")
    {
        using var answer = await GetAsync("/", cookie);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What the proxy says of an event: "off" where it was not sent, null where it was.</summary>
    public async Task<string?> OffAsync(string cookie = "", string path = "/k3fw/e/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.TryGetValues("X-PostHogProxy", out var values) ? values.Single() : null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Answering : HttpMessageHandler
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue(request.RequestUri!.OriginalString);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });
        }
    }
}
