using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PostHogProxy.Testing.Tests;

public sealed class JournalTests
{
    [Fact]
    public async Task A_request_is_recorded_as_it_was_sent()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(
            Visitor.Us + "/api/surveys/?token=a%7Eb&x=%2F&&y",
            ("X-Forwarded-For", "203.0.113.7, 10.0.0.1"));

        var request = visitor.Last;
        Assert.Equal("GET", request.Method);
        Assert.Equal("/api/surveys/", request.Path);
        Assert.Equal(request.Path + request.Query, request.RawTarget);
        Assert.Contains("x=%2F&&y", request.Query, StringComparison.Ordinal);
        Assert.StartsWith("?token=", request.Query, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", request.ConnectionAddress);
        Assert.Equal("203.0.113.7", request.ClientAddress);
        Assert.Equal(401, request.Status);
        Assert.Equal("no such project in this region", request.Outcome);
        Assert.DoesNotContain(request.Headers, row => row.Key.StartsWith(':'));
    }

    [Fact]
    public async Task Every_line_of_a_header_is_a_row_and_the_first_is_the_client()
    {
        await using var server = await PostHogStandIn.StartAsync();

        await RawTls.AskAsync(
            server,
            "us.i.posthog.com",
            "GET /flags/ HTTP/1.1\r\nHost: us.i.posthog.com\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 10.0.0.1, 10.0.0.2\r\nConnection: close\r\n\r\n");

        var request = Assert.Single(server.Journal.Requests);
        Assert.Equal(["203.0.113.7", "10.0.0.1, 10.0.0.2"], request.HeaderValues("x-forwarded-for"));
        Assert.Equal("203.0.113.7", request.ClientAddress);
    }

    [Fact]
    public async Task Without_a_forwarded_address_the_peer_is_the_client()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(Visitor.Us + "/flags/", ("X-Real-IP", "203.0.113.7"));

        Assert.Equal("127.0.0.1", visitor.Last.ClientAddress);
    }

    [Fact]
    public async Task Waiting_ends_with_a_request_of_the_past_or_of_the_future()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var journal = visitor.Server.Journal;
        var future = journal.WaitForEventAsync(captured => captured.Event == "bought", TestContext.Current.CancellationToken);
        Assert.False(future.IsCompleted);

        using var one = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "viewed"));
        using var two = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "bought"));

        Assert.Equal("bought", (await future).Event);
        var past = journal.WaitForRequestAsync(request => request.Path == "/e/", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await past).Sequence);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var patience = new CancellationTokenSource();
        var waiting = visitor.Server.Journal.WaitForRequestAsync(_ => true, patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task The_oldest_requests_give_way()
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions { JournalCapacity = 2 });
        for (var i = 0; i < 3; i++)
        {
            using var response = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, $"event {i}"));
        }

        Assert.Equal([2L, 3L], visitor.Server.Journal.Requests.Select(request => request.Sequence));
        Assert.Equal(["event 1", "event 2"], visitor.Server.Journal.Events.Select(captured => captured.Event));
    }

    [Fact]
    public async Task Large_bodies_give_way_sooner_but_the_newest_stays()
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions { JournalBodyBytes = 10 });
        using var one = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "one"));
        using var two = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "two"));

        Assert.Equal("two", Assert.Single(visitor.Server.Journal.Events).Event);
    }

    [Fact]
    public async Task Clear_forgets_and_numbers_go_on()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var heard = new List<long>();
        visitor.Server.Journal.Recorded += request => heard.Add(request.Sequence);
        using var one = await visitor.GetAsync(Visitor.Us + "/flags/");
        visitor.Server.Journal.Clear();
        using var two = await visitor.GetAsync(Visitor.Us + "/flags/");

        Assert.Equal(2, Assert.Single(visitor.Server.Journal.Requests).Sequence);
        Assert.Equal([1L, 2L], heard);
    }

    [Fact]
    public async Task Intercept_can_fail_a_request_or_add_to_its_answer()
    {
        var options = new StandInOptions
        {
            Intercept = async (context, next) =>
            {
                if (context.Request.Path == "/s/")
                {
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    context.Response.Headers.RetryAfter = "7";
                    return;
                }

                context.Response.Headers["X-Extra"] = "yes";
                await next();
            },
        };
        await using var visitor = await Visitor.ArriveAsync(options);

        using var failed = await visitor.PostAsync(Visitor.Us + "/s/", Visitor.EventJson(Visitor.UsToken));
        using var passed = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), failed.Headers.RetryAfter?.Delta);
        Assert.Equal((503, "intercepted"), (visitor.Server.Journal.Requests[0].Status, visitor.Server.Journal.Requests[0].Outcome));
        Assert.Equal("yes", passed.Headers.GetValues("X-Extra").Single());
        Assert.Equal("accepted", visitor.Last.Outcome);
    }

    [Fact]
    public async Task A_connection_that_Intercept_cuts_is_in_the_journal_without_a_status()
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions
        {
            Intercept = (context, _) =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => visitor.GetAsync(Visitor.Us + "/flags/"));

        var request = await visitor.Server.Journal.WaitForRequestAsync(_ => true, TestContext.Current.CancellationToken);
        Assert.Equal((0, "hung up"), (request.Status, request.Outcome));
    }

    // The server runs what waits for the start of an answer also where there is nobody to answer. Once it has stopped, it has done so.
    [Fact]
    public async Task A_request_that_was_given_up_has_one_row()
    {
        StandInJournal journal;
        await using (var visitor = await Visitor.ArriveAsync(new StandInOptions { Intercept = GiveUp }))
        {
            journal = visitor.Server.Journal;
            await Assert.ThrowsAsync<HttpRequestException>(() => visitor.GetAsync(Visitor.Us + "/flags/"));
        }

        Assert.Equal("hung up", Assert.Single(journal.Requests).Outcome);

        static Task GiveUp(HttpContext context, Func<Task> next)
        {
            context.Abort();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_Intercept_that_throws_is_a_500_that_says_so_in_the_journal()
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions { Intercept = (_, _) => throw new InvalidOperationException("on purpose") });

        using var response = await visitor.GetAsync(Visitor.Us + "/flags/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal((500, "failed: on purpose"), (visitor.Last.Status, visitor.Last.Outcome));
    }

    [Fact]
    public async Task Protocols_can_be_narrowed_to_HTTP_1()
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions { Protocols = HttpProtocols.Http1 });
        using var request = new HttpRequestMessage(HttpMethod.Get, Visitor.Us + "/flags/") { Version = HttpVersion.Version20 };

        using var response = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1", visitor.Last.Protocol);
    }

    [Fact]
    public async Task A_port_can_be_chosen_and_is_free_again_after_the_end()
    {
        var first = await PostHogStandIn.StartAsync();
        var port = first.Port;
        await first.DisposeAsync();

        await using var second = await PostHogStandIn.StartAsync(new StandInOptions { Port = port });

        Assert.Equal(port, second.Port);
    }
}
