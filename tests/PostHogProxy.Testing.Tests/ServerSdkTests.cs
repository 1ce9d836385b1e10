using System.Net;

namespace PostHogProxy.Testing.Tests;

public sealed class ServerSdkTests
{
    [Theory]
    [InlineData("GET", "/flags/definitions")]
    [InlineData("GET", "/api/feature_flag/local_evaluation/")]
    [InlineData("GET", "/api/feature_flag/local_evaluation?token=phc_x&send_cohorts")]
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

    [Theory]
    [InlineData("/flags/definitions")]
    [InlineData("/api/feature_flag/local_evaluation/")]
    public async Task From_the_definitions_a_server_works_out_what_flags_would_answer(string path)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(Visitor.Us + path, ("Authorization", "Bearer phx_abc"));

        var flags = (await Visitor.JsonAsync(response)).GetProperty("flags").EnumerateArray().ToDictionary(flag => flag.GetProperty("key").GetString()!);
        int? Rollout(string key) => flags[key].GetProperty("filters").GetProperty("groups")[0].GetProperty("rollout_percentage").GetInt32();
        Assert.Equal(100, Rollout("new-checkout"));
        Assert.Equal(0, Rollout("old-checkout"));
        Assert.Equal("short", flags["hero-copy"].GetProperty("filters").GetProperty("multivariate").GetProperty("variants")[0].GetProperty("key").GetString());
        Assert.StartsWith("{", flags["banner"].GetProperty("filters").GetProperty("payloads").GetProperty("true").GetString(), StringComparison.Ordinal);
    }
}
