using System.Net;

namespace PostHogProxy.Testing.Tests;

public sealed class ProjectsTests
{
    [Fact]
    public async Task A_project_that_is_listed_twice_is_one()
    {
        await using var visitor = await Visitor.ArriveAsync(new() { Projects = { StandInProject.EuDemo, new("phc_own", PostHogRegion.Eu), new("phc_own", PostHogRegion.Eu) } });

        foreach (var token in (string[])["phc_own", Visitor.EuToken])
        {
            using var answer = await visitor.PostAsync(Visitor.Eu + "/e/", Visitor.EventJson(token, "of " + token));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(["of phc_own", "of " + Visitor.EuToken], visitor.Server.Journal.Events.Select(captured => captured.Event));
    }

    [Theory]
    [InlineData("phc_own", PostHogRegion.Eu, PostHogRegion.Us)]
    [InlineData("phc_own", PostHogRegion.Us, PostHogRegion.Eu)]
    public async Task A_token_of_two_regions_stops_the_start_and_is_named(string token, PostHogRegion one, PostHogRegion other)
    {
        var options = new StandInOptions { Projects = { new(token, one), new(token, other) } };

        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => PostHogStandIn.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.StartsWith(
            $"StandInOptions.Projects has 'phc_own' for {one} and for {other}. A project is in one region: remove the wrong one. "
                + "The list begins with the two demo projects; Projects.Clear() empties it.",
            wrong.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_project_in_the_wrong_region_stops_the_start_too()
    {
        var options = new StandInOptions { Projects = { StandInProject.EuDemo with { Region = PostHogRegion.Us } } };

        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => PostHogStandIn.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Contains($"'{Visitor.EuToken}' for Eu and for Us", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_project_without_a_token_stops_the_start(string? token)
    {
        var options = new StandInOptions { Projects = { new(token!, PostHogRegion.Eu) } };

        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => PostHogStandIn.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.StartsWith("StandInOptions.Projects has a project without a token.", wrong.Message, StringComparison.Ordinal);
    }
}
