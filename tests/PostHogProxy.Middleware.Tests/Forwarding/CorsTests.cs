using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class CorsTests
{
    private const string Page = "https://www.shop.example";

    [Theory]
    [InlineData("GET", "/static/array.js")]
    [InlineData("GET", "/array/phc_x/config.js")]
    [InlineData("POST", "/e/")]
    [InlineData("OPTIONS", "/e/")]
    [InlineData("OPTIONS", "/flags/?v=2")]
    public async Task Without_a_policy_of_the_app_PostHogs_own_answer_stands(string method, string path)
    {
        await using var shop = await OpenAsync(policy: null);

        using var response = await SendAsync(shop, method, path);

        Assert.Equal([Page], Values(response, "Access-Control-Allow-Origin"));
        Assert.Equal(["true"], Values(response, "Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("GET", "/static/array.js")]
    [InlineData("POST", "/e/")]
    public async Task A_policy_of_the_app_that_allows_the_page_is_the_only_one(string method, string path)
    {
        await using var shop = await OpenAsync(policy => policy.WithOrigins(Page));

        using var response = await SendAsync(shop, method, path);

        Assert.Equal([Page], Values(response, "Access-Control-Allow-Origin"));
        Assert.Empty(Values(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Any_origin_is_not_mixed_with_credentials()
    {
        await using var shop = await OpenAsync(policy => policy.AllowAnyOrigin());

        using var response = await SendAsync(shop, "POST", "/e/");

        Assert.Equal(["*"], Values(response, "Access-Control-Allow-Origin"));
        Assert.Empty(Values(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_policy_of_the_app_that_refuses_the_page_wins_too()
    {
        await using var shop = await OpenAsync(policy => policy.WithOrigins("https://other.example"));

        using var response = await SendAsync(shop, "POST", "/e/");

        Assert.Empty(Values(response, "Access-Control-Allow-Origin"));
        Assert.Empty(Values(response, "Access-Control-Allow-Credentials"));
    }

    // A page that may not read the answer takes it for a failed one: the SDK sends the events ten times more, and goes on recording.
    [Theory]
    [InlineData("POST", "/e/")]
    [InlineData("POST", "/s/")]
    [InlineData("POST", "/flags/?v=2")]
    [InlineData("OPTIONS", "/e/")]
    [InlineData("DELETE", "/e/")]
    public async Task What_is_answered_here_can_be_read_by_a_page_on_another_subdomain(string method, string path)
    {
        await using var shop = await OpenAsync(policy: null, PostHogFeatures.None);

        using var response = await SendAsync(shop, method, path);

        Assert.Empty(shop.Forwarded);
        Assert.Equal([Page], Values(response, "Access-Control-Allow-Origin"));
        Assert.Equal(["true"], Values(response, "Access-Control-Allow-Credentials"));
        Assert.Equal(["Origin"], Values(response, "Vary"));
    }

    [Fact]
    public async Task A_preflight_that_is_answered_here_permits_what_it_asks_for()
    {
        await using var shop = await OpenAsync(policy: null, PostHogFeatures.None);

        using var response = await SendAsync(shop, "OPTIONS", "/e/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["GET, HEAD, POST, OPTIONS"], Values(response, "Access-Control-Allow-Methods"));
        Assert.Equal(["content-type"], Values(response, "Access-Control-Allow-Headers"));
    }

    // With the status in sight the SDK gives up, or sends smaller portions; without it the same body comes ten times more.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_on_another_subdomain_can_read_that_its_body_is_too_large(bool chunked)
    {
        await using var shop = await OpenAsync(policy: null, maxRequestBodySize: 100_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/k3fw/s/") { Content = new ByteArrayContent(new byte[150_000]) };
        request.Headers.TryAddWithoutValidation("Origin", Page);
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal([Page], Values(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task An_origin_that_cannot_be_written_back_is_left_out()
    {
        await using var shop = await OpenAsync(policy: null, PostHogFeatures.None);

        var status = await RawHttp.SendAsync(shop.Port, "/k3fw/e/", "Origin: https://b\u00c3\u00bccher.example\r\n");

        Assert.Equal("HTTP/1.1 200 OK", status);
    }

    [Theory]
    [InlineData(Page, Page)]
    [InlineData("https://other.example", null)]
    public async Task A_policy_of_the_app_decides_about_what_is_answered_here_too(string allowed, string? expected)
    {
        await using var shop = await OpenAsync(policy => policy.WithOrigins(allowed), PostHogFeatures.None);

        using var response = await SendAsync(shop, "POST", "/e/");

        Assert.Equal(expected is null ? [] : [expected], Values(response, "Access-Control-Allow-Origin"));
        Assert.Empty(Values(response, "Access-Control-Allow-Credentials"));
    }

    private static Task<Shop> OpenAsync(
        Action<CorsPolicyBuilder>? policy, PostHogFeatures features = PostHogFeatures.All, long? maxRequestBodySize = null) => Shop.OpenAsync(
        (app, connect) =>
        {
            app.UseRouting();
            if (policy is not null)
            {
                app.UseCors();
            }

            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.Features = features;
                options.MaxRequestBodySize = maxRequestBodySize ?? options.MaxRequestBodySize;
            });
        },
        builder =>
        {
            if (policy is not null)
            {
                builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy));
            }
        });

    private static Task<HttpResponseMessage> SendAsync(Shop shop, string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), "/k3fw" + path);
        request.Headers.TryAddWithoutValidation("Origin", Page);
        if (method == "OPTIONS")
        {
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "content-type");
        }
        else if (method == "POST")
        {
            request.Content = new StringContent("{}");
        }

        return shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Values(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values : [];
}
