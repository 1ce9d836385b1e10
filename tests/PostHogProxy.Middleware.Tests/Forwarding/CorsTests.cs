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

    private static Task<Shop> OpenAsync(Action<CorsPolicyBuilder>? policy) => Shop.OpenAsync(
        (app, connect) =>
        {
            app.UseRouting();
            if (policy is not null)
            {
                app.UseCors();
            }

            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
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
