using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Testing.Panel;
using PostHogProxy.Testing.Tests.UnderTest;

namespace PostHogProxy.Testing.Tests;

public sealed class PanelTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task The_stream_has_what_came_before_and_what_comes()
    {
        await using var visitor = await Visitor.ArriveAsync();
        await using var panel = await PanelServer.StartAsync(visitor.Server, 0, TestContext.Current.CancellationToken);
        using var one = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "first"), "application/json", ("Cookie", "a=1"));
        using var stream = new StreamReader(await Http.GetStreamAsync(new Uri(panel.Address, "/stream"), TestContext.Current.CancellationToken));

        var first = await RowAsync(stream);
        using var two = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "second"));
        var second = await RowAsync(stream);

        Assert.Equal("first", first.GetProperty("events")[0].GetProperty("event").GetString());
        Assert.Equal("a", first.GetProperty("cookies")[0].GetString());
        Assert.Contains("cookies of the visitor", first.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("second", second.GetProperty("events")[0].GetProperty("event").GetString());
        Assert.Equal(2, visitor.Server.Journal.Requests.Count);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/panel.js", "text/javascript")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/panel.css", "text/css")]
    [InlineData("/requests", "application/json")]
    public async Task The_page_and_its_files_are_there(string path, string type)
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var panel = await PanelServer.StartAsync(postHog, 0, TestContext.Current.CancellationToken);

        using var answer = await Http.GetAsync(new Uri(panel.Address, path), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("{{", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) is var text && type == "text/html" ? text : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_page_of_somebody_else_whose_name_means_this_machine_is_told_nothing(string host)
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var panel = await PanelServer.StartAsync(postHog, 0, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(panel.Address, "/requests")) { Headers = { Host = host } };

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_app_maps_it_at_a_path_of_its_own()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(postHog, app =>
        {
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
            app.MapPostHogStandInPanel("/seen/", postHog, request => "alias of " + request.Path);
        });
        await app.SendAsync("/k3fw/e/", Visitor.EuToken);

        var page = await app.Http.GetStringAsync("/seen", TestContext.Current.CancellationToken);
        using var rows = JsonDocument.Parse(await app.Http.GetStringAsync("/seen/requests", TestContext.Current.CancellationToken));

        Assert.Contains("src=\"/seen/page.js\"", page, StringComparison.Ordinal);
        Assert.Equal("alias of /e/", rows.RootElement[0].GetProperty("asked").GetString());
    }

    private static async Task<JsonElement> RowAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var row = JsonDocument.Parse(line["data: ".Length..]);
                return row.RootElement.Clone();
            }
        }

        throw new EndOfStreamException("The stream ended.");
    }
}
