namespace PostHogProxy.Testing.Tests;

public sealed class RecordingTests
{
    [Fact]
    public async Task Parts_of_one_session_are_one_recording()
    {
        await using var visitor = await Visitor.ArriveAsync();
        foreach (var (session, items) in ((string, string)[])[("s1", "{},{}"), ("s2", "{}"), ("s1", "{}")])
        {
            using var answer = await visitor.PostAsync(
                Visitor.Us + "/s/",
                $$"""[{"event":"$snapshot","properties":{"token":"{{Visitor.UsToken}}","distinct_id":"d","$session_id":"{{session}}","$snapshot_data":[{{items}}] } }]""");
        }

        using var other = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken));

        Assert.Equal(
            [("s1", "d", Visitor.UsToken, 3, 1L), ("s2", "d", Visitor.UsToken, 1, 2L)],
            visitor.Server.Journal.Recordings.Select(each => (each.SessionId, each.DistinctId!, each.Token, each.Snapshots, each.RequestSequence)));
    }
}
