using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>A team's own tests of an app that maps the proxy, here one with a Startup of the older kind.</summary>
public sealed class FactoryTests
{
    [Fact]
    public async Task Under_WebApplicationFactory_a_fake_answers_for_PostHog()
    {
        await using var factory = new Factory();
        using var client = factory.CreateClient();

        using var response = await client.GetAsync(new Uri("/base/k3fw/api/surveys/?token=phc_x", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            "https://eu.i.posthog.com/api/surveys/?token=phc_x",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Factory : WebApplicationFactory<FactoryTests>
    {
        protected override IHostBuilder CreateHostBuilder() => Host.CreateDefaultBuilder().ConfigureWebHostDefaults(_ => { });

        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
            .UseContentRoot(AppContext.BaseDirectory)
            .ConfigureServices(services => services.AddRouting())
            .Configure(app =>
            {
                app.UsePathBase("/base");
                app.UseRouting();
                app.UseEndpoints(endpoints => endpoints.MapPostHogProxy(
                    "/k3fw", PostHogRegion.Eu, options => options.WrapHandler = _ => new Echo()));
            });
    }

    private sealed class Echo : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(request.RequestUri!.OriginalString) });
    }
}
