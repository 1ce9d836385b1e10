using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Testing.Tests;

/// <summary>The stand-in under its own address, as an app in another process has it in <c>IngestOrigin</c>: all of PostHog under one name.</summary>
public sealed class OwnAddressTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/array/phc_StandInDemoEu000000000000000000000000000000/config")]
    [InlineData("/array/phc_StandInDemoUs000000000000000000000000000000/config.js")]
    [InlineData("/api/surveys/?token=phc_StandInDemoUs000000000000000000000000000000")]
    [InlineData("/flags/")]
    public async Task Scripts_and_everything_else_come_from_one_address(string target)
    {
        await using var postHog = await PostHogStandIn.StartAsync(new() { Http = true }, TestContext.Current.CancellationToken);

        using var answer = await Http.GetAsync(new Uri(postHog.Origin, target), TestContext.Current.CancellationToken);

        Assert.Equal("http", postHog.Origin.Scheme);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(postHog.Problems);
    }

    [Theory]
    [InlineData(null, "phc_StandInDemoUs000000000000000000000000000000", true)]
    [InlineData(null, "phc_StandInDemoEu000000000000000000000000000000", true)]
    [InlineData(null, "phc_other", false)]
    [InlineData(PostHogRegion.Eu, "phc_StandInDemoEu000000000000000000000000000000", true)]
    [InlineData(PostHogRegion.Eu, "phc_StandInDemoUs000000000000000000000000000000", false)]
    public async Task A_token_is_known_where_its_region_is(PostHogRegion? only, string token, bool isTaken)
    {
        var options = new StandInOptions { Http = true };
        if (only is { } region)
        {
            options.Regions = [region];
        }

        await using var postHog = await PostHogStandIn.StartAsync(options, TestContext.Current.CancellationToken);

        await SendAsync(postHog.Origin, token);

        Assert.Equal(isTaken ? 1 : 0, postHog.Journal.Events.Count);
        Assert.Equal(isTaken ? 0 : 1, postHog.Problems.Count);
    }

    [Theory]
    [InlineData("phc_any", true)]
    [InlineData("sTMFPsFhdP1Ssg", true)]
    [InlineData("phx_secret", false)]
    [InlineData("phs_secret", false)]
    [InlineData("phc_34567890123456789012345678901234567890123456789012345678901ab", false)]
    [InlineData("phc_ü", false)]
    public async Task With_any_project_everything_exists_that_can_be_a_token(string token, bool isTaken)
    {
        await using var postHog = await PostHogStandIn.StartAsync(new() { Http = true, AnyProject = true }, TestContext.Current.CancellationToken);

        await SendAsync(postHog.Origin, token);

        Assert.Equal(isTaken ? 1 : 0, postHog.Journal.Events.Count);
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}/flags/")]
    [InlineData("https://localhost:{0}/flags/")]
    public async Task With_TLS_its_certificate_has_the_names_of_this_machine(string url)
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(postHog.Certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = policy;
        using var http = new HttpClient(handler);

        using var answer = await http.GetAsync(string.Format(null, url, postHog.Port), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_name_of_PostHogs_over_plain_HTTP_is_refused()
    {
        await using var postHog = await PostHogStandIn.StartAsync(new() { Http = true }, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(postHog.Origin, "/flags/")) { Headers = { Host = "eu.i.posthog.com" } };

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_connects_to_it_under_PostHogs_names_without_TLS()
    {
        await using var postHog = await PostHogStandIn.StartAsync(new() { Http = true }, TestContext.Current.CancellationToken);
        using var handler = new SocketsHttpHandler();

        var wrong = Assert.Throws<InvalidOperationException>(() => postHog.ConnectFrom(handler));

        Assert.Contains(postHog.Origin.ToString(), wrong.Message, StringComparison.Ordinal);
    }

    private static async Task SendAsync(Uri origin, string token)
    {
        using var answer = await Http.PostAsync(new Uri(origin, "/e/"), new StringContent(Visitor.EventJson(token)), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
