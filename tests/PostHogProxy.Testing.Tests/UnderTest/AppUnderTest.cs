using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Testing.Tests.UnderTest;

/// <summary>Somebody's app, with a stand-in put behind its proxies from outside.</summary>
internal sealed class AppUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AppUnderTest(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public static async Task<AppUnderTest> StartAsync(
        PostHogStandIn postHog, Action<WebApplication> map, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        services?.Invoke(builder.Services);
        builder.Services.UsePostHogStandIn(postHog);
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async Task SendAsync(string path, string token, string name = "bought")
    {
        using var answer = await Http.PostAsync(path, new StringContent(Visitor.EventJson(token, name)), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
