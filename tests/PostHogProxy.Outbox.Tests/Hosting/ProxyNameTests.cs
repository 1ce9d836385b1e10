using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Tests.Stores;
using PostHogProxy.Testing;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What was kept finds its proxy after a restart, in whatever order proxies are mapped then.</summary>
public sealed class ProxyNameTests : IDisposable
{
    private const string EuToken = OutboxApp.Token;

    private readonly StoreFolder _folder = new();
    private volatile bool _isDown = true;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/shop", new string[0], "/shop")]
    [InlineData("/shop", new[] { "a.example" }, "a.example/shop")]
    [InlineData("/shop", new[] { "B.example:8443", "a.example", "A.EXAMPLE" }, "a.example,b.example:8443/shop")]
    [InlineData("/", new[] { "*.example" }, "*.example/")]
    public void A_name_is_hosts_and_path(string path, string[] hosts, string expected)
    {
        var name = new ProxyName(path);
        Assert.Null(name.Text);
        name.Settle(path, hosts);
        Assert.Equal(expected, name.Text);
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("groups")]
    [InlineData("host of the group")]
    public async Task Two_proxies_of_one_path_have_their_own_although_the_order_is_another_one(string how)
    {
        await using var first = await StandInAsync();
        await using var second = await StandInAsync();
        await using (var app = await StartAsync(how, first, second, isTurned: false))
        {
            await SendAsync(app, how, 1, "of the first");
            await SendAsync(app, how, 2, "of the second");
        }

        Assert.Empty(first.Journal.Events);
        Assert.Empty(second.Journal.Events);
        _isDown = false;
        await using var again = await StartAsync(how, first, second, isTurned: true);
        await Until.TrueAsync(() => first.Journal.Events.Count > 0 && second.Journal.Events.Count > 0);
        Assert.Equal("of the first", Assert.Single(first.Journal.Events).Event);
        Assert.Equal("of the second", Assert.Single(second.Journal.Events).Event);
    }

    private async Task<PostHogStandIn> StandInAsync() => await PostHogStandIn.StartAsync(new StandInOptions
    {
        Intercept = (context, next) => _isDown ? OutboxApp.Refuse(context) : next(),
    });

    private async Task<WebApplication> StartAsync(string how, PostHogStandIn first, PostHogStandIn second, bool isTurned)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPostHogProxy().AddSqliteOutbox(options => (options.Path, options.MinFreeDisk, options.LongestStart) = (_folder.File, 0, TimeSpan.Zero));
        var app = builder.Build();
        (int Number, PostHogStandIn PostHog)[] proxies = [(1, first), (2, second)];
        foreach (var (number, postHog) in isTurned ? proxies.Reverse() : proxies)
        {
            switch (how)
            {
                case "hosts":
                    Map(app, postHog).RequireHost($"shop{number}.example");
                    break;
                case "groups":
                    Map(app.MapGroup($"/shop{number}"), postHog);
                    break;
                default:
                    Map(app.MapGroup("").RequireHost($"shop{number}.example"), postHog);
                    break;
            }
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, PostHogStandIn postHog) =>
        endpoints.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.ConfigureHandler = postHog.ConnectFrom);

    private static async Task SendAsync(WebApplication app, string how, int number, string name)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(app.Urls.First()), (how == "groups" ? $"/shop{number}" : "") + "/k3fw/e/"));
        request.Headers.Host = $"shop{number}.example";
        request.Content = JsonContent.Create(new { api_key = EuToken, @event = name, distinct_id = "d", timestamp = DateTime.UtcNow });
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(StatusCodes.Status200OK, (int)answer.StatusCode);
    }
}
