using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Testing.Tests.UnderTest;

/// <summary>However an app maps its proxies, one line of the test puts the stand-in behind them, and no line of the app changes.</summary>
public sealed class UseStandInTests
{
    private static readonly Uri Nowhere = new("https://posthog.internal:8443");

    private static readonly Dictionary<string, (Action<WebApplication> Map, Dictionary<string, string?> Settings, Action<IServiceCollection>? Services)> Apps = new()
    {
        ["a region in code"] = (app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu), [], null),
        ["the section alone"] = (app => app.MapPostHogProxy(), new() { ["PostHogProxy:Path"] = "/k3fw", ["PostHogProxy:Region"] = "Eu" }, null),
        ["a name"] = (
            app => app.MapPostHogProxy("shop"), new() { ["PostHogProxy:Maps:shop:Path"] = "/k3fw", ["PostHogProxy:Maps:shop:Region"] = "Eu" }, null),
        ["an origin of the development profile"] = (
            app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu),
            new() { ["PostHogProxy:IngestOrigin"] = "http://127.0.0.1:9", ["PostHogProxy:AssetsOrigin"] = "http://127.0.0.1:9" },
            null),
        ["a PostHog that the team hosts"] = (app => app.MapPostHogProxy("/k3fw", Nowhere), [], null),
        ["a PostHog that the team hosts, without TLS"] = (app => app.MapPostHogProxy("/k3fw", new Uri("http://posthog.internal:8000")), [], null),
        ["origins of PostHog's"] = (
            app => app.MapPostHogProxy("/k3fw", new Uri("https://eu.i.posthog.com"), options => options.AssetsOrigin = new("https://eu-assets.i.posthog.com")), [], null),
        ["a handler of its own with an egress proxy and a check of certificates"] = (
            app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.ConfigureHandler = handler =>
            {
                handler.Proxy = new WebProxy("http://127.0.0.1:9");
                handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => false;
            }),
            [],
            null),
        ["another stand-in in code"] = (
            app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.IngestOrigin = new("http://127.0.0.1:9")), [], null),
        ["options of AddPostHogProxy"] = (
            app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu),
            [],
            services => services.AddPostHogProxy(options => options.Transport = PostHogTransport.SocketsHttpHandler)),
    };

    public static TheoryData<string> Names => [.. Apps.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_event_of_an_app_arrives_that_has(string name)
    {
        var (map, settings, services) = Apps[name];
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(postHog, map, settings, services);

        await app.SendAsync("/k3fw/e/", Visitor.EuToken);
        using var script = await app.Http.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

        Assert.Equal("bought", (await postHog.WaitForEventAsync("bought", cancellationToken: TestContext.Current.CancellationToken)).Event);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Empty(postHog.Problems);
    }

    [Theory]
    [InlineData("phc_StandInDemoEu000000000000000000000000000000", null)]
    [InlineData("phc_mistyped", "'phc_mistyped' is no project of this stand-in")]
    public async Task What_the_app_asks_about_its_own_token_is_a_problem_only_where_the_token_is_wrong(string token, string? problem)
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(
            postHog, app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu), new() { ["PostHogProxy:ProjectTokens:0"] = token }, services => services.AddLogging());

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var region in (string[])["us", "eu"])
        {
            await postHog.Journal.WaitForRequestAsync(request => request.Host == $"{region}-assets.i.posthog.com", patience.Token);
        }

        Assert.Equal(problem is null, postHog.Problems.Count == 0);
        Assert.Contains(problem ?? "", string.Join('\n', postHog.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_proxies_of_two_regions_send_to_their_own()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(postHog, app =>
        {
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
            app.MapPostHogProxy("/m4hc", PostHogRegion.Us);
        });

        await app.SendAsync("/k3fw/e/", Visitor.EuToken, "european");
        await app.SendAsync("/m4hc/e/", Visitor.UsToken, "american");

        Assert.Equal(["eu.i.posthog.com", "us.i.posthog.com"], postHog.Journal.Requests.Select(request => request.Host));
        Assert.Equal(["european", "american"], postHog.Journal.Events.Select(captured => captured.Event));
    }

    [Fact]
    public async Task The_apps_own_wrapped_handler_stays_and_what_it_leaks_is_told()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(
            postHog, app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.WrapHandler = handler => new Adding(handler)));

        await app.SendAsync("/k3fw/e/", Visitor.EuToken);

        Assert.Equal("POST eu.i.posthog.com/e/: cookies of the visitor came along: session.", Assert.Single(postHog.Problems));
    }

    [Fact]
    public async Task What_is_wrong_with_the_app_still_stops_its_start()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        var wrong = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => AppUnderTest.StartAsync(
            postHog, app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu), new() { ["PostHogProxy:IngestOrigin"] = "https://us.i.posthog.com" }));

        Assert.Contains("IngestOrigin", wrong.Message, StringComparison.Ordinal);
    }

    private sealed class Adding(HttpMessageHandler next) : DelegatingHandler(next)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("Cookie", "session=1");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
