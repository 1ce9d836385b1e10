using System.Net;
using PostHogProxy.Testing;
using static PostHogProxy.Middleware.Tests.Forwarding.GatedShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>Paths that the proxy judges by themselves: a report, the check of a proxy, and what it does not know.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task Unknown_paths_can_be_closed()
    {
        await using var shop = await OpenAsync(options => options.AllowUnknownPaths = false);

        using var response = await SendAsync(shop, "/new/path");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    // A report says which page a visitor was on: it is an event like others.
    [Theory]
    [InlineData("nothing", 204, 1)]
    [InlineData("known paths only", 204, 1)]
    [InlineData("another project", 404, 0)]
    [InlineData("no events", 200, 0)]
    [InlineData("privacy", 200, 0)]
    [InlineData("off", 200, 0)]
    public async Task A_report_of_a_broken_policy_is_an_event(string option, int status, int reports)
    {
        await using var shop = await OpenAsync(options =>
        {
            options.AllowUnknownPaths = option != "known paths only";
            options.RespectGlobalPrivacyControl = option == "privacy";
            options.Disabled = option == "off";
            options.Features = option == "no events" ? PostHogFeatures.All & ~PostHogFeatures.Capture : PostHogFeatures.All;
            if (option == "another project")
            {
                options.ProjectTokens.Add("phc_another");
            }
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/k3fw/report/?token={StandInProject.EuDemo.Token}")
        {
            Content = new StringContent("""{"csp-report":{"effective-directive":"img-src"}}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/csp-report")),
        };
        request.Headers.Add("Sec-GPC", "1");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(reports, shop.PostHog.Journal.Events.Count(captured => captured.Event == "$csp_violation"));
    }

    [Theory]
    [InlineData("/decide?v=3")]
    [InlineData("/decide/?v=3")]
    [InlineData("/flags?v=2")]
    [InlineData("/flags/?v=2")]
    public async Task PostHogs_own_check_of_a_proxy_is_200(string path)
    {
        await using var shop = await OpenAsync(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Head, "/k3fw" + path);

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
