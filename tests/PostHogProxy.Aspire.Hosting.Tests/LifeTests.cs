using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Aspire.Hosting.Tests;

public sealed class LifeTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder();

    [Fact]
    public async Task The_dashboard_shows_it_as_running_with_the_page_of_what_came()
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        await using var app = _builder.Build();
        await app.InitializeAsync(posthog);

        var shown = app.Shown(posthog);

        Assert.Equal("Running", shown.State?.Text);
        var link = Assert.Single(shown.Urls, url => !url.IsInternal);
        Assert.Equal("What PostHog saw", link.DisplayProperties.DisplayName);
        Assert.Equal("127.0.0.1", new Uri(link.Url).Host);
        using var browser = new HttpClient();
        Assert.Contains("<title>What PostHog saw", await browser.GetStringAsync(link.Url, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_ends_with_the_AppHost(bool isAsynchronous)
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        var app = _builder.Build();
        await app.InitializeAsync(posthog);
        var panel = new Uri(app.Shown(posthog).Urls.Single(url => !url.IsInternal).Url).Port;
        var ingest = (await posthog.Resource.StandIn).Port;

        if (isAsynchronous)
        {
            await app.DisposeAsync();
        }
        else
        {
            app.Dispose();
        }

        foreach (var port in (int[])[panel, ingest])
        {
            using var again = new TcpListener(IPAddress.Loopback, port);
            again.Start();
        }
    }

    [Fact]
    public async Task Two_of_them_have_nothing_in_common()
    {
        var first = _builder.AddPostHogStandIn("first");
        var second = _builder.AddPostHogStandIn("second");
        await using var app = _builder.Build();
        await app.InitializeAsync(first);
        await app.InitializeAsync(second);
        using var visitor = new HttpClient();

        using var sent = await visitor.PostAsync(
            new Uri((await first.Resource.StandIn).Origin, "/e/"), new StringContent("""{"event":"e","distinct_id":"d","api_key":"phc_any"}"""), TestContext.Current.CancellationToken);

        Assert.Single((await first.Resource.StandIn).Journal.Requests);
        Assert.Empty((await second.Resource.StandIn).Journal.Requests);
        Assert.Equal(4, app.Shown(first).Urls.Concat(app.Shown(second).Urls).Select(url => url.Url).Distinct().Count());
    }

    [Fact]
    public async Task Its_log_has_each_event_and_each_problem_with_no_control_character()
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        await using var app = _builder.Build();
        await app.InitializeAsync(posthog);
        using var visitor = new HttpClient { BaseAddress = (await posthog.Resource.StandIn).Origin };
        visitor.DefaultRequestHeaders.Add("Cookie", "session=secret");

        using var sent = await visitor.PostAsync(
            "/e/", new StringContent("""{"event":"checkout\u001b[31m completed","distinct_id":"d","api_key":"phc_any"}"""), TestContext.Current.CancellationToken);

        var log = new List<string>();
        await foreach (var lines in app.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(posthog.Resource).WithCancellation(TestContext.Current.CancellationToken))
        {
            log.AddRange(lines.Select(line => line.Content));
            if (log.Any(line => line.Contains("problem: ", StringComparison.Ordinal)))
            {
                break;
            }
        }

        Assert.Contains(log, line => line.EndsWith("checkout\uFFFD[31m completed  phc_any", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_port_that_is_taken_it_says_so_and_so_does_the_app_that_refers_to_it(bool isThePanels)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var posthog = isThePanels ? _builder.AddPostHogStandIn("posthog", panelPort: port) : _builder.AddPostHogStandIn("posthog", port);
        var shop = _builder.AddProject<Projects.Shop>("shop").WithReference(posthog);
        await using var app = _builder.Build();

        await app.InitializeAsync(posthog);

        Assert.Equal("FailedToStart", app.Shown(posthog).State?.Text);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => app.VariablesAsync(shop.Resource));
        Assert.Contains("'posthog' did not start", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_refused_by_its_name(int port)
    {
        var ingest = Assert.Throws<ArgumentOutOfRangeException>(nameof(port), () => _builder.AddPostHogStandIn("posthog", port));
        var panel = Assert.Throws<ArgumentOutOfRangeException>("panelPort", () => _builder.AddPostHogStandIn("posthog", panelPort: port));

        Assert.All([ingest, panel], each => Assert.Contains($"from 1 to 65535, not {port}", each.Message, StringComparison.Ordinal));
    }
}
