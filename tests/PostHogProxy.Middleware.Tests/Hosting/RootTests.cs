using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Middleware.Tests.Hosting;

public sealed class RootTests
{
    [Fact]
    public void The_root_of_every_host_is_warned_of() =>
        Assert.Contains(Logged(app => app.MapPostHogProxy("/", PostHogRegion.Eu)), line => line.Contains("RequireHost", StringComparison.Ordinal));

    [Fact]
    public void The_root_of_one_host_is_not() =>
        Assert.DoesNotContain(
            Logged(app => app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.shop.example")),
            line => line.Contains("RequireHost", StringComparison.Ordinal));

    [Fact]
    public void The_root_of_a_group_with_a_host_is_not() =>
        Assert.DoesNotContain(
            Logged(app => app.MapGroup("").RequireHost("e.shop.example").MapPostHogProxy("/", PostHogRegion.Eu)),
            line => line.Contains("RequireHost", StringComparison.Ordinal));

    [Fact]
    public void The_root_of_a_group_with_a_path_is_not() =>
        Assert.DoesNotContain(
            Logged(app => app.MapGroup("/k3fw").MapPostHogProxy("/", PostHogRegion.Eu)),
            line => line.Contains("RequireHost", StringComparison.Ordinal));

    private static List<string> Logged(Action<WebApplication> map)
    {
        var log = new ListLogger();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Logging.AddProvider(log);
        var app = builder.Build();
        map(app);
        Assert.Single(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        return log.Lines;
    }
}
