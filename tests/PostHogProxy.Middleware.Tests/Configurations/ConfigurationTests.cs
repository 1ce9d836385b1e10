namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>Whatever an app is set up with, a browser gets PostHog's answers and PostHog gets the browser's requests.</summary>
public sealed class ConfigurationTests(DirectAnswers direct) : IClassFixture<DirectAnswers>
{
    private static readonly Dictionary<string, AppConfiguration> Rows = new[]
    {
        SecurityRows.All, CachingRows.All, CompressionRows.All, ErrorRows.All, ObservingRows.All, RoutingRows.All, HostingRows.All, PageRows.All,
        BeforeRoutingRows.All,
    }.SelectMany(rows => rows).ToDictionary(row => row.Name);

    public static TheoryData<string> Names() => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_changes_in_an_app_with(string configuration)
    {
        var row = Rows[configuration];
        await using var app = await RunningApp.StartAsync(row, direct.PostHog);

        var differences = new List<string>();
        foreach (var request in SdkRequest.All)
        {
            direct.PostHog.Journal.Clear();
            var answer = await app.SendAsync(request);
            differences.AddRange(Differences.InAnswer(answer, direct.To(request), row.OwnHeaders).Select(what => $"{request.Name}: {what}"));

            // A cache of the app's may answer a GET; a POST always arrives.
            var arrived = direct.PostHog.Journal.Requests;
            Assert.True(arrived.Count == 1 || (arrived.Count == 0 && request.Body is null), $"{request.Name}: arrived {arrived.Count} times");
            differences.AddRange(arrived.SelectMany(at => Differences.InBody(at, request)).Select(what => $"{request.Name}: {what}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void There_are_at_least_32_of_them() => Assert.True(Rows.Count >= 32, $"there are {Rows.Count}");
}
