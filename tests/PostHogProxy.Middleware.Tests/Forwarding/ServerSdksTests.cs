using System.Net;
using static PostHogProxy.Middleware.Tests.Forwarding.GatedShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What a server's SDK asks needs the option and a key, and the key goes nowhere else.</summary>
public sealed class ServerSdksTests
{
    [Theory]
    [InlineData("/flags/definitions", false, "Bearer phx_key", 404)]
    [InlineData("/flags/definitions", true, null, 401)]
    [InlineData("/flags/definitions", true, "Bearer app-session", 401)]
    [InlineData("/flags/definitions", true, "Basic cGh4X2tleQ==", 401)]
    [InlineData("/api/feature_flag/local_evaluation/", false, "Bearer phx_key", 404)]
    [InlineData("/api/feature_flag/local_evaluation/", true, null, 401)]
    [InlineData("/api/projects/@current/feature_flags/x/remote_config", false, "Bearer phx_key", 404)]
    [InlineData("/api/projects/@current/feature_flags/x/remote_config", true, null, 401)]
    [InlineData("/api/environments/@current/llm_prompts/?token=phc_a", false, "Bearer phx_key", 404)]
    [InlineData("/api/environments/@current/llm_prompts/name/greeting/", true, null, 401)]
    [InlineData("/api/environments/@current/llm_prompts/name/greeting/", true, "Bearer app-session", 401)]
    [InlineData("/api/environments/@current/", true, "Bearer phx_key", 404)]
    [InlineData("/api/environments/1/llm_prompts/", true, "Bearer phx_key", 404)]
    [InlineData("/api/projects/@current/messaging/preferences/", false, "Bearer phs_key", 404)]
    [InlineData("/api/projects/@current/messaging/send/email/", true, null, 401)]
    [InlineData("/api/projects/@current/messaging/emails/0192f0c4-0000-7000-8000-000000000000/", true, "Basic cGh4X2tleQ==", 401)]
    [InlineData("/api/projects/@current/messaging/", true, "Bearer phs_key", 404)]
    [InlineData("/api/projects/@current/messaging/templates/", true, "Bearer phs_key", 404)]
    public async Task What_needs_a_key_is_closed_without_the_option_and_without_the_key(
        string path, bool option, string? authorization, int status)
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = option);

        using var response = await SendAsync(shop, path, ("Authorization", authorization));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task With_the_option_a_servers_key_passes_where_it_is_needed_and_only_there()
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = true);

        using var needed = await SendAsync(shop, "/flags/definitions", ("Authorization", "Bearer phx_key"));
        using var elsewhere = await SendAsync(shop, "/static/array.js", ("Authorization", "Bearer phx_key"));

        Assert.Equal("Bearer phx_key", Assert.Single(shop.PostHog.Journal.Requests[0].HeaderValues("Authorization")));
        Assert.Empty(shop.PostHog.Journal.Requests[1].HeaderValues("Authorization"));
    }

    // The SDKs ask the host of the application for these, and send an e-mail once more with the key that tells PostHog that it is the same.
    [Theory]
    [InlineData("GET", "/api/environments/@current/llm_prompts/?token=phc_a&content=full", "Bearer phx_key")]
    [InlineData("GET", "/api/environments/@current/llm_prompts/name/my%20prompt/?token=phc_a&version=2", "Bearer phx_key")]
    [InlineData("POST", "/api/projects/@current/messaging/send/email/", "Bearer phs_key")]
    [InlineData("GET", "/api/projects/@current/messaging/emails/0192f0c4-0000-7000-8000-000000000000/", "Bearer phs_key")]
    [InlineData("POST", "/api/projects/@current/messaging/preferences/", "Bearer phs_key")]
    public async Task Prompts_and_messages_of_a_server_go_to_the_app_with_its_key(string method, string path, string authorization)
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = true);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/k3fw" + path) { Content = method == "POST" ? new StringContent("{}") : null };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "key-1");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Equal(("eu.posthog.com", path), (asked.Host, asked.RawTarget));
        Assert.Equal([authorization], asked.HeaderValues("Authorization"));
        Assert.Equal(["key-1"], asked.HeaderValues("Idempotency-Key"));
    }

    [Fact]
    public async Task A_visitors_idempotency_key_stays_here()
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = true);

        using var response = await SendAsync(shop, "/e/", ("Idempotency-Key", "key-1"));

        Assert.Empty(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("Idempotency-Key"));
    }
}
