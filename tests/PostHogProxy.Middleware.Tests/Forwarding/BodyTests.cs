using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class BodyTests
{
    // The stand-in reads and hashes every body, whatever its own limits say of it.
    private static readonly StandInOptions ReadsAll = new()
    {
        Intercept = async (context, _) =>
        {
            var hash = await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted);
            context.Response.Headers.ETag = $"\"{Convert.ToHexString(hash)}\"";
        },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_048)]
    [InlineData(4_000)]
    [InlineData(5_000)]
    [InlineData(20_000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(70_000)]
    [InlineData(31_000_000)]
    public async Task A_body_arrives_byte_for_byte_also_beyond_the_servers_own_limit(int size)
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), postHog: ReadsAll);
        var body = RandomNumberGenerator.GetBytes(size);

        using var response = await shop.Client.PostAsync("/k3fw/s/", new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{Convert.ToHexString(SHA256.HashData(body))}\"", response.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task A_body_that_the_app_decompressed_goes_on_without_the_old_length()
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.UseRequestDecompression();
                app.UseRouting();
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            },
            builder => builder.Services.AddRequestDecompression(),
            ReadsAll);
        var body = new byte[10_000];
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(body, TestContext.Current.CancellationToken);
        }

        using var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await shop.Client.PostAsync("/k3fw/e/", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{Convert.ToHexString(SHA256.HashData(body))}\"", response.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData(1_000, HttpStatusCode.OK)]
    [InlineData(1_001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_smaller_limit_is_honoured(int size, HttpStatusCode status)
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.MaxRequestBodySize = 1_000;
            }),
            postHog: ReadsAll);

        using var response = await shop.Client.PostAsync(
            "/k3fw/s/", new ByteArrayContent(new byte[size]), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    // Below 240 bytes a second Kestrel answers 408, and the events of a visitor on a train are lost.
    [Fact]
    public async Task A_slow_visitor_is_not_held_to_the_servers_rate()
    {
        MinDataRate? before = null;
        var after = new TaskCompletionSource<MinDataRate?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.Use(async (context, next) =>
                {
                    var feature = context.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>();
                    before = feature.MinDataRate;
                    try
                    {
                        await next();
                    }
                    finally
                    {
                        after.TrySetResult(feature.MinDataRate);
                    }
                });
                app.UseRouting();
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            },
            postHog: ReadsAll);

        using var response = await shop.Client.PostAsync("/k3fw/e/", new ByteArrayContent(new byte[10]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(before);
        Assert.Null(await after.Task.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1_001)]
    [InlineData(2_048)]
    [InlineData(4_000)]
    [InlineData(5_000)]
    [InlineData(20_000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(70_000)]
    public async Task A_smaller_limit_of_the_apps_own_on_the_endpoint_is_honoured(int size)
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithMetadata(new RequestSizeLimitAttribute(1_000)),
            postHog: ReadsAll);

        using var response = await shop.Client.PostAsync(
            "/k3fw/s/", new ByteArrayContent(new byte[size]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }
}
