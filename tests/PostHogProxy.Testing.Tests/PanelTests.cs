using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Testing.Panel;
using PostHogProxy.Testing.Tests.UnderTest;

namespace PostHogProxy.Testing.Tests;

public sealed partial class PanelTests
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
    public async Task A_page_of_somebody_else_whose_name_means_this_machine_reads_nothing(string host)
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

        Assert.Contains("<h1>What PostHog saw</h1>", page, StringComparison.Ordinal);
        Assert.Equal("alias of /e/", rows.RootElement[0].GetProperty("asked").GetString());
    }

    [Theory]
    [InlineData("/seen")]
    [InlineData("/seen/")]
    [InlineData("/Seen")]
    [InlineData("/dev/seen")]
    [InlineData("/dev/a%20b%22c/seen")]
    [InlineData("/base/seen")]
    [InlineData("/base/dev/seen/")]
    [InlineData("/whole")]
    [InlineData("/whole/")]
    public async Task Wherever_the_page_is_its_files_and_its_stream_are_found(string path)
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(postHog, app =>
        {
            app.UsePathBase("/base");
            app.UsePathBase("/whole");
            app.UseRouting();
            app.MapPostHogStandInPanel("/seen", postHog);
            app.MapPostHogStandInPanel("/", postHog);
            app.MapGroup("/dev").MapPostHogStandInPanel("seen", postHog);
            app.MapGroup("/dev/{tenant}").MapPostHogStandInPanel("/seen/", postHog);
        });
        var address = new Uri(app.Http.BaseAddress!, path);

        var page = await app.Http.GetStringAsync(address, TestContext.Current.CancellationToken);

        string[] below = [.. FileAddress().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
        Assert.Equal(3, below.Length);
        foreach (var file in (string[])[below[0], below[1] + "/requests", below[1] + "/panel.js", below[2]])
        {
            using var answer = await app.Http.GetAsync(new Uri(address, file), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, file), (answer.StatusCode, file));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, below[1] + "/stream"));
        using var stream = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_proxy_may_take_a_prefix_away_from_the_page()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(postHog, app =>
        {
            app.Use((context, next) =>
            {
                // As a proxy does it: the app hears nothing of the prefix.
                context.Request.Path = context.Request.Path.StartsWithSegments("/tools", out var rest) ? rest : "/nowhere";
                return next(context);
            });
            app.UseRouting();
            app.MapPostHogStandInPanel("/seen", postHog);
        });
        var address = new Uri(app.Http.BaseAddress!, "/tools/seen");

        var page = await app.Http.GetStringAsync(address, TestContext.Current.CancellationToken);

        foreach (Match match in FileAddress().Matches(page))
        {
            using var answer = await app.Http.GetAsync(new Uri(address, match.Groups[1].Value), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_reader_that_comes_again_gets_what_it_missed()
    {
        await using var visitor = await Visitor.ArriveAsync();
        await using var panel = await PanelServer.StartAsync(visitor.Server, 0, TestContext.Current.CancellationToken);
        foreach (var name in (string[])["first", "second", "third"])
        {
            using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, name));
        }

        var second = (await ReadAsync(panel, lastEventId: null, count: 2))[1];

        Assert.Equal("third", Assert.Single(await ReadAsync(panel, second.Id, count: 1)).Event);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_stays_open_misses_nothing_of_a_stand_in_that_is_started_again(bool inTheHeader)
    {
        string last;
        await using (var earlier = await Visitor.ArriveAsync())
        {
            await using var before = await PanelServer.StartAsync(earlier.Server, 0, TestContext.Current.CancellationToken);
            using var answer = await earlier.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "of the earlier run"));
            last = Assert.Single(await ReadAsync(before, lastEventId: null, count: 1)).Id;
        }

        await using var visitor = await Visitor.ArriveAsync();
        await using var panel = await PanelServer.StartAsync(visitor.Server, 0, TestContext.Current.CancellationToken);
        foreach (var name in (string[])["first", "second"])
        {
            using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, name));
        }

        var rows = await ReadAsync(panel, last, count: 2, inTheHeader);

        Assert.Equal(["first", "second"], rows.Select(row => row.Event));
        Assert.DoesNotContain(last.Split('-')[0], rows.Select(row => row.Id.Split('-')[0]));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-")]
    [InlineData("99999999999999999999")]
    [InlineData("a-b-c")]
    public async Task What_is_no_id_of_the_stream_begins_at_the_start(string lastEventId)
    {
        await using var visitor = await Visitor.ArriveAsync();
        await using var panel = await PanelServer.StartAsync(visitor.Server, 0, TestContext.Current.CancellationToken);
        using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "first"));

        Assert.Equal("first", Assert.Single(await ReadAsync(panel, lastEventId, count: 1)).Event);
    }

    private static async Task<List<(string Id, string Event)>> ReadAsync(PanelServer panel, string? lastEventId, int count, bool inTheHeader = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(panel.Address, inTheHeader ? "/stream" : "/stream?after=" + lastEventId));
        if (lastEventId is not null && inTheHeader)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var rows = new List<(string, string)>();
        await foreach (var row in SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            using var json = JsonDocument.Parse(row.Data);
            rows.Add((row.EventId ?? "", json.RootElement.GetProperty("events")[0].GetProperty("event").GetString()!));
            if (rows.Count == count)
            {
                break;
            }
        }

        return rows;
    }

    [GeneratedRegex("(?:data-below|src|href)=\"([^\"]*(?<!,))\"")]
    private static partial Regex FileAddress();

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
