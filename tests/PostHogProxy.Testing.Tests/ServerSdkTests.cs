using System.Net;

namespace PostHogProxy.Testing.Tests;

public sealed class ServerSdkTests
{
    [Theory]
    [InlineData("GET", "/flags/definitions")]
    [InlineData("GET", "/api/feature_flag/local_evaluation/")]
    [InlineData("GET", "/api/projects/@current/feature_flags/banner/remote_config")]
    [InlineData("POST", "/i/v1/analytics/events")]
    public async Task Their_paths_want_a_PostHog_key(string method, string path)
    {
        await using var visitor = await Visitor.ArriveAsync();
        var body = $$"""{"batch":[{{Visitor.EventJson(null)}}]}""";
        async Task<HttpStatusCode> Ask(params (string Name, string Value)[] headers)
        {
            using var response = await visitor.SendAsync(new HttpMethod(method), Visitor.Us + path, method == "POST" ? new StringContent(body) : null, headers);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await Ask());
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(("Authorization", "Bearer of-something-else")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(("Authorization", "Basic cGhfOmFiYw==")));
        Assert.Equal(HttpStatusCode.OK, await Ask(("Authorization", "Bearer " + Visitor.UsToken)));
    }

    [Fact]
    public async Task Events_may_carry_their_token_in_Authorization_only()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(
            Visitor.Us + "/i/v1/analytics/events",
            $$"""{"batch":[{{Visitor.EventJson(null)}}]}""",
            "application/json",
            ("Authorization", "Bearer " + Visitor.UsToken));

        Assert.Equal(Visitor.UsToken, Assert.Single(visitor.Server.Journal.Events).Token);
    }
}
