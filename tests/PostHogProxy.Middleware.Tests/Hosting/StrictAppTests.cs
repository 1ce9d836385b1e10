using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>An app that asks everybody to sign in, compresses, checks tokens and has a CORS policy.</summary>
public sealed class StrictAppTests
{
    [Fact]
    public async Task An_anonymous_visitor_is_proxied_and_everybody_else_must_sign_in()
    {
        await using var shop = await OpenAsync();

        using var proxied = await shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);
        using var private_ = await shop.Client.GetAsync("/account", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, proxied.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, private_.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task The_script_is_unchanged_whatever_encoding_is_asked_for(string encoding)
    {
        await using var shop = await OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw/static/array.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        // The stand-in speaks gzip only: anything else in the answer would be the app's work.
        Assert.Equal(encoding == "gzip" ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var plain = encoding == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
        var original = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "posthog-js-dist", "array.js"), TestContext.Current.CancellationToken);
        Assert.Equal(SHA256.HashData(original), await SHA256.HashDataAsync(plain, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_cross_origin_event_is_answered_with_one_origin_header()
    {
        await using var shop = await OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/k3fw/e/")
        {
            Content = new StringContent(
                "{\"api_key\":\"" + StandInProject.EuDemo.Token
                + "\",\"event\":\"x\",\"distinct_id\":\"ada\",\"uuid\":\"0193a5c0-0000-7000-8000-000000000002\",\"properties\":{}}"),
        };
        request.Headers.TryAddWithoutValidation("Origin", "https://shop.example");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://shop.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("x", Assert.Single(shop.PostHog.Journal.Events).Event);
    }

    private static Task<Shop> OpenAsync() => Shop.OpenAsync(
        (app, connect) =>
        {
            app.UseResponseCompression();
            app.UseRouting();
            app.UseCors();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseAntiforgery();
            app.MapGet("/account", () => "yours");
            app.MapGroup("").WithMetadata(new RequireAntiforgeryTokenAttribute()).MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
        },
        builder =>
        {
            builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
            builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
                policy.WithOrigins("https://shop.example").AllowCredentials().AllowAnyHeader().AllowAnyMethod()));
            builder.Services.AddAuthentication("cookies").AddCookie("cookies");
            builder.Services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            builder.Services.AddAntiforgery();
        });
}
