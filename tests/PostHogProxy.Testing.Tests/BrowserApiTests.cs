using System.Net;

namespace PostHogProxy.Testing.Tests;

public sealed class BrowserApiTests
{
    [Theory]
    [InlineData("/api/surveys/", "surveys", 1)]
    [InlineData("/api/early_access_features/", "earlyAccessFeatures", 0)]
    [InlineData("/api/web_experiments/", "experiments", 0)]
    [InlineData("/api/product_tours/", "product_tours", 0)]
    public async Task A_list_is_read_with_the_projects_token(string path, string property, int count)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var own = await visitor.GetAsync($"{Visitor.Us}{path}?token={Visitor.UsToken}&_=1700000000000");
        using var foreign = await visitor.GetAsync($"{Visitor.Us}{path}?token={Visitor.EuToken}");
        using var none = await visitor.GetAsync(Visitor.Us + path);
        using var posted = await visitor.PostAsync($"{Visitor.Us}{path}?token={Visitor.UsToken}", "{}");

        Assert.Equal(count, (await Visitor.JsonAsync(own)).GetProperty(property).GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task The_survey_is_live_and_waits_for_its_event()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync($"{Visitor.Eu}/api/surveys/?token={Visitor.EuToken}");

        var survey = (await Visitor.JsonAsync(response)).GetProperty("surveys")[0];
        Assert.Equal("popover", survey.GetProperty("type").GetString());
        Assert.True(survey.GetProperty("start_date").GetDateTimeOffset() < DateTimeOffset.UtcNow);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, survey.GetProperty("end_date").ValueKind);
        Assert.Equal("survey requested", survey.GetProperty("conditions").GetProperty("events").GetProperty("values")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Conversations_want_their_token()
    {
        await using var visitor = await Visitor.ArriveAsync();
        const string Widget = Visitor.Us + "/api/conversations/v1/widget/";

        using var without = await visitor.GetAsync(Widget + "tickets");
        using var read = await visitor.GetAsync(Widget + "tickets?limit=10", ("X-Conversations-Token", "t"));
        using var written = await visitor.PostAsync(Widget + "message", "{}", "application/json", ("X-Conversations-Token", "t"));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.True((await Visitor.JsonAsync(written)).TryGetProperty("ticket_id", out _));
    }

    [Theory]
    [InlineData("/i/v1/logs")]
    [InlineData("/i/v1/metrics")]
    public async Task Logs_and_metrics_are_posted_with_the_token_in_the_query(string path)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var own = await visitor.PostAsync($"{Visitor.Us}{path}?token={Visitor.UsToken}", """{"resourceLogs":[]}""");
        var accepted = visitor.Last.Outcome;
        using var foreign = await visitor.PostAsync($"{Visitor.Us}{path}?token={Visitor.EuToken}", "{}");
        var dropped = visitor.Last.Outcome;
        using var none = await visitor.PostAsync(Visitor.Us + path, "{}");
        using var read = await visitor.GetAsync(Visitor.Us + path);

        Assert.Equal((HttpStatusCode.OK, "accepted"), (own.StatusCode, accepted));
        Assert.Equal((HttpStatusCode.OK, "dropped: token of the other region"), (foreign.StatusCode, dropped));
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, read.StatusCode);
    }

    [Fact]
    public async Task A_site_app_is_a_script()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(Visitor.Us + "/site_app/1/abc/def/");

        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }
}
