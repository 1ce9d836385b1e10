namespace PostHogProxy.EndToEnd;

public sealed class SurveyTests
{
    [Fact]
    public async Task A_survey_is_shown_by_the_real_client_and_its_answer_arrives()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RequestAsync("surveys", request => request.Path == "/api/surveys/");

        await visit.Page.Locator("#give-feedback").ClickAsync();
        await visit.Page.GetByText("How was the checkout?").WaitForAsync();
        await visit.Page.GetByLabel("Rate 4").ClickAsync();
        await visit.Page.GetByText("Send", new() { Exact = true }).ClickAsync();

        await visit.EventAsync("survey shown");
        var answer = await visit.EventAsync("survey sent");
        var properties = answer.Body.GetProperty("properties");
        Assert.Equal("0199a000-5747-7000-8000-000000000001", properties.GetProperty("$survey_id").GetString());
        Assert.Equal("4", properties.GetProperty("$survey_response_0199a000-5747-7000-8000-0000000000a1").ToString());
        Assert.Empty(visit.Browser.Complaints);
    }
}
