using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>Under a test server, as teams test their own apps: no raw target, no remote address, a fake for PostHog.</summary>
public sealed class TestServerTests
{
    [Fact]
    public async Task A_fake_handler_stands_in_for_PostHog()
    {
        var fake = new RecordingHandler();
        await using var app = await StartAsync(options => options.WrapHandler = _ => fake);

        using var response = await app.GetTestClient().GetAsync(
            "/k3fw/flags/a%20b/?v=2&x=%2F&x=+", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://eu.i.posthog.com/flags/a%20b/?v=2&x=%2F&x=+", fake.Target);
        Assert.False(fake.Headers!.Contains("X-Forwarded-For"));
    }

    [Fact]
    public async Task The_handler_is_disposed_when_the_app_has_stopped()
    {
        var fake = new RecordingHandler();
        await using var app = await StartAsync(options => options.WrapHandler = _ => fake);

        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(fake.IsDisposed);
    }

    [Fact]
    public async Task A_PostHog_that_cannot_be_reached_is_a_502_and_the_app_goes_on()
    {
        await using var app = await StartAsync(options => options.WrapHandler = _ => new RecordingHandler { Failure = new HttpRequestException("no route") });

        using var response = await app.GetTestClient().GetAsync("/k3fw/e/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    private static async Task<WebApplication> StartAsync(Action<PostHogProxyOptions> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, configure);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class RecordingHandler : HttpMessageHandler
    {
        public string? Target { get; private set; }

        public HttpRequestHeaders? Headers { get; private set; }

        public bool IsDisposed { get; private set; }

        public Exception? Failure { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Target = request.RequestUri!.OriginalString;
            Headers = request.Headers;
            return Failure is null
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") })
                : Task.FromException<HttpResponseMessage>(Failure);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
