using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PostHogProxy.Recipes;

/// <summary>What <c>WebApplicationFactory&lt;Program&gt;</c> is to a team's tests: an app that maps the proxy and knows nothing of its tests.</summary>
public class ShopFactory : WebApplicationFactory<ShopFactory>
{
    /// <inheritdoc/>
    protected override IHostBuilder CreateHostBuilder() => Host.CreateDefaultBuilder()
        .UseContentRoot(AppContext.BaseDirectory)
        .ConfigureWebHostDefaults(web => web
            .ConfigureServices(services => services.AddRouting())
            .Configure(app => app.UseRouting().UseEndpoints(endpoints => endpoints.MapPostHogProxy("/k3fw", PostHogRegion.Eu))));

    /// <inheritdoc/>
    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseContentRoot(AppContext.BaseDirectory);
        return base.CreateHost(builder);
    }
}
