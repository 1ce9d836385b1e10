using System.Net;

namespace PostHogProxy.Testing.Tests;

public sealed class CaptureTests
{
    [Theory]
    [InlineData("/e/")]
    [InlineData("/i/v0/e/")]
    [InlineData("/capture/")]
    [InlineData("/track/")]
    [InlineData("/engage/")]
    [InlineData("/batch/")]
    [InlineData("/batch")]
    [InlineData("/s/")]
    public async Task Every_capture_path_answers_200_status_Ok_and_keeps_the_event(string path)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + path, Visitor.EventJson(Visitor.UsToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"status":"Ok"}""", await response.Content.ReadAsStringAsync());
        var captured = Assert.Single(visitor.Server.Journal.Events);
        Assert.Equal("viewed", captured.Event);
        Assert.Equal("d1", captured.DistinctId);
        Assert.Equal(Visitor.UsToken, captured.Token);
        Assert.Equal("accepted", visitor.Last.Outcome);
        Assert.Equal(visitor.Last.Sequence, captured.RequestSequence);
    }

    [Fact]
    public async Task Capture_of_a_token_of_the_other_region_is_answered_200_and_dropped()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/i/v0/e/", Visitor.EventJson(Visitor.EuToken));

        Assert.Equal("""{"status":"Ok"}""", await response.Content.ReadAsStringAsync());
        Assert.Empty(visitor.Server.Journal.Events);
        Assert.Equal("dropped: token of the other region", visitor.Last.Outcome);
    }

    [Fact]
    public async Task Capture_of_a_foreign_token_is_answered_200_and_dropped()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Eu + "/s/", Visitor.EventJson("phc_nobody"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(visitor.Server.Journal.Events);
        Assert.Equal("dropped: unknown token", visitor.Last.Outcome);
    }

    [Fact]
    public async Task The_same_token_is_accepted_in_its_own_region()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Eu + "/i/v0/e/", Visitor.EventJson(Visitor.EuToken));

        Assert.Equal(Visitor.EuToken, Assert.Single(visitor.Server.Journal.Events).Token);
    }

    [Theory]
    [InlineData("""{"event":"a","distinct_id":"d","properties":{"token":"TOKEN"}}""")]
    [InlineData("""{"event":"a","token":"TOKEN","properties":{"distinct_id":"d"}}""")]
    [InlineData("""[{"event":"a","distinct_id":"d","properties":{"token":"TOKEN"}}]""")]
    [InlineData("""{"api_key":"TOKEN","batch":[{"event":"a","distinct_id":"d","properties":{}}]}""")]
    [InlineData("""{"token":"TOKEN","data":[{"event":"a","distinct_id":"d"}],"sent_at":"2026-01-01T00:00:00Z"}""")]
    public async Task A_token_is_found_in_every_shape_of_body(string body)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/i/v0/e/", body.Replace("TOKEN", Visitor.UsToken, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("a", Assert.Single(visitor.Server.Journal.Events).Event);
    }

    [Fact]
    public async Task Each_event_of_a_batch_is_judged_by_its_own_token()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var body = $"[{Visitor.EventJson(Visitor.UsToken, "mine")},{Visitor.EventJson(Visitor.EuToken, "theirs")}]";

        using var response = await visitor.PostAsync(Visitor.Us + "/batch/", body);

        Assert.Equal("mine", Assert.Single(visitor.Server.Journal.Events).Event);
        Assert.Equal("accepted 1 of 2, dropped the rest: foreign token", visitor.Last.Outcome);
    }

    [Theory]
    [InlineData("""{"event":"a","distinct_id":"d"}""", "no token")]
    [InlineData("""{"event":"a","api_key":"phc_x"}""", "event without a distinct_id")]
    [InlineData("""{"distinct_id":"d","api_key":"phc_x"}""", "event without a name")]
    [InlineData("""{"api_key":"phc_x","batch":[]}""", "batch is empty")]
    [InlineData("""{"api_key":"phc_x","batch":[1]}""", "event is not an object")]
    [InlineData("42", "body is neither an event nor a batch")]
    [InlineData("no json", "body is not JSON")]
    [InlineData("", "body is not JSON")]
    public async Task What_is_no_event_is_400(string body, string why)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/i/v0/e/", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(why, (await Visitor.JsonAsync(response)).GetProperty("detail").GetString());
        Assert.Equal(why, visitor.Last.Outcome);
    }

    [Fact]
    public async Task Engage_takes_people_updates_without_an_event_name()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var body = $$$"""{"$token":"{{{Visitor.UsToken}}}","$distinct_id":"d7","$set":{"plan":"pro"}}""";

        using var response = await visitor.PostAsync(Visitor.Us + "/engage/", body);

        var captured = Assert.Single(visitor.Server.Journal.Events);
        Assert.Equal(("$identify", "d7"), (captured.Event, captured.DistinctId));
    }

    [Fact]
    public async Task An_event_keeps_its_uuid_and_its_properties()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(
            Visitor.Us + "/i/v0/e/",
            Visitor.EventJson(Visitor.UsToken, "bought", ""","uuid":"0199a000-0000-7000-8000-000000000001","properties":{"price":3}"""));

        var captured = Assert.Single(visitor.Server.Journal.Events);
        Assert.Equal("0199a000-0000-7000-8000-000000000001", captured.Uuid);
        Assert.Equal(3, captured.Body.GetProperty("properties").GetProperty("price").GetInt32());
    }

    [Fact]
    public async Task A_GET_carries_its_event_in_the_query_or_is_405()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var data = Uri.EscapeDataString(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Visitor.EventJson(Visitor.UsToken))));

        using var withEvent = await visitor.GetAsync(Visitor.Us + "/e/?compression=base64&data=" + data);
        using var without = await visitor.GetAsync(Visitor.Us + "/e/");

        Assert.Equal(HttpStatusCode.OK, withEvent.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, without.StatusCode);
        Assert.Single(visitor.Server.Journal.Events);
    }
}
