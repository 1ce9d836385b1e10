using System.Net;
using System.Text;

namespace PostHogProxy.Testing.Tests;

public sealed class FlagsTests
{
    private static string Body(string token) => $$"""{"token":"{{token}}","distinct_id":"d1"}""";

    [Fact]
    public async Task Version_2_answers_a_flag_that_is_on_a_variant_and_a_payload()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/flags/?v=2", Body(Visitor.UsToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = await Visitor.JsonAsync(response);
        var flags = json.GetProperty("flags");
        Assert.True(flags.GetProperty("new-checkout").GetProperty("enabled").GetBoolean());
        Assert.False(flags.GetProperty("old-checkout").GetProperty("enabled").GetBoolean());
        Assert.Equal("short", flags.GetProperty("hero-copy").GetProperty("variant").GetString());
        Assert.StartsWith("{", flags.GetProperty("banner").GetProperty("metadata").GetProperty("payload").GetString(), StringComparison.Ordinal);
        Assert.False(json.GetProperty("errorsWhileComputingFlags").GetBoolean());
        Assert.True(Guid.TryParse(json.GetProperty("requestId").GetString(), out _));
        Assert.False(json.TryGetProperty("sessionRecording", out _));
    }

    [Fact]
    public async Task The_client_sends_its_request_as_a_base64_form()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(
            Visitor.Eu + "/flags/?v=2&compression=base64",
            Packed.Form(Encoding.UTF8.GetBytes(Body(Visitor.EuToken))),
            "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task With_config_true_the_remote_config_comes_along()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/flags/?v=2&config=true", Body(Visitor.UsToken));

        var json = await Visitor.JsonAsync(response);
        Assert.Equal("/s/", json.GetProperty("sessionRecording").GetProperty("endpoint").GetString());
        Assert.True(json.TryGetProperty("flags", out _));
    }

    [Theory]
    [InlineData("us", "eu")]
    [InlineData("eu", "us")]
    [InlineData("us", "nobody")]
    public async Task A_token_that_is_not_of_the_region_is_401(string region, string owner)
    {
        await using var visitor = await Visitor.ArriveAsync();
        var token = owner switch { "eu" => Visitor.EuToken, "us" => Visitor.UsToken, _ => "phc_nobody" };

        using var response = await visitor.PostAsync($"https://{region}.i.posthog.com/flags/?v=2", Body(token));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("/flags/", 400)]
    [InlineData("/flags/?v=1", 400)]
    [InlineData("/decide/", 400)]
    [InlineData("/decide/?v=3", 200)]
    public async Task A_query_lost_on_the_way_is_noticed(string target, int expected)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + target, Body(Visitor.UsToken));

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task Decide_answers_in_its_older_shape()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/decide/?v=3", Body(Visitor.UsToken));

        var json = await Visitor.JsonAsync(response);
        Assert.True(json.GetProperty("featureFlags").GetProperty("new-checkout").GetBoolean());
        Assert.Equal("short", json.GetProperty("featureFlags").GetProperty("hero-copy").GetString());
    }

    [Theory]
    [InlineData("""{"distinct_id":"d1"}""", 401)]
    [InlineData("""{"token":"TOKEN"}""", 400)]
    [InlineData("nonsense", 400)]
    public async Task A_body_that_lacks_something_is_refused(string body, int expected)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/flags/?v=2", body.Replace("TOKEN", Visitor.UsToken, StringComparison.Ordinal));

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/flags/")]
    [InlineData("HEAD", "/flags/?v=2")]
    [InlineData("GET", "/decide/")]
    [InlineData("HEAD", "/decide?v=3")]
    [InlineData("HEAD", "/flags")]
    public async Task GET_and_HEAD_are_a_health_check(string method, string target)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.SendAsync(new HttpMethod(method), Visitor.Us + target, null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("health check", visitor.Last.Outcome);
    }
}
