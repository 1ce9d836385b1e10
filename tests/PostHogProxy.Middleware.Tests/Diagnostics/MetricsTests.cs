using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Forwarding;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_request_is_measured_by_route_upstream_and_status_class()
    {
        await using var shop = await OpenAsync();
        using var seen = new Seen(shop);

        await shop.Client.GetByteArrayAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

        Assert.Equal(
            "posthog_proxy.route=assets posthog_proxy.status_class=2xx posthog_proxy.upstream=assets", await seen.DurationTagsAsync());
        Assert.Equal(0, seen.Of("posthog_proxy.active_requests").Sum(measured => measured.Value));
        Assert.Equal(
            379_782, seen.Of("posthog_proxy.io").Single(measured => measured.Tags.Contains("receive", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task The_bytes_of_a_script_that_may_not_be_kept_are_counted_once()
    {
        await using var shop = await OpenAsync(static async (context, _) =>
        {
            context.Response.ContentType = "text/javascript";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync("let a = 1;", context.RequestAborted);
        });
        using var seen = new Seen(shop);

        Assert.Equal("let a = 1;", await shop.Client.GetStringAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken));

        await seen.DurationTagsAsync();
        Assert.Equal(10, Assert.Single(seen.Of("posthog_proxy.io")).Value);
    }

    [Theory]
    [InlineData("/flags/?v=2", "flags")]
    [InlineData("/static/array.js", "assets")]
    [InlineData("/array/phc_x/config.js", "remote_config")]
    public async Task Under_an_alias_it_is_measured_by_the_route_it_stands_for(string target, string route)
    {
        await using var shop = await OpenAsync(async (context, _) => await context.Response.WriteAsync("{}"), aliases: PathAliasMode.On);
        using var seen = new Seen(shop);

        using var response = await shop.Client.GetAsync("/k3fw" + AliasTests.Of(shop).ToAlias(target), TestContext.Current.CancellationToken);

        Assert.StartsWith($"posthog_proxy.route={route} ", await seen.DurationTagsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_bytes_of_an_upload_are_counted_also_where_nobody_declared_them(bool chunked)
    {
        await using var shop = await OpenAsync(async (context, _) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("ok", context.RequestAborted);
        });
        using var seen = new Seen(shop);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/k3fw/s/") { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        await seen.DurationTagsAsync();
        var bytes = seen.Of("posthog_proxy.io");
        Assert.Equal(100_000, bytes.Single(measured => measured.Tags.Contains("transmit", StringComparison.Ordinal)).Value);
        Assert.Equal(2, bytes.Single(measured => measured.Tags.Contains("receive", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task What_is_answered_here_asks_no_upstream()
    {
        await using var shop = await OpenAsync();
        using var seen = new Seen(shop);

        using var response = await shop.Client.GetAsync("/k3fw/api/projects", TestContext.Current.CancellationToken);

        Assert.Equal(
            "posthog_proxy.route=private_api posthog_proxy.status_class=4xx posthog_proxy.upstream=none",
            await seen.DurationTagsAsync());
    }

    [Fact]
    public async Task A_redirect_is_counted_as_a_failure_of_its_kind()
    {
        await using var shop = await OpenAsync();
        using var seen = new Seen(shop);

        using var response = await shop.Client.GetAsync("/k3fw/unknown", TestContext.Current.CancellationToken);

        await seen.DurationTagsAsync();
        Assert.Equal("error.type=redirect posthog_proxy.route=unknown", Assert.Single(seen.Of("posthog_proxy.failures")).Tags);
    }

    [Fact]
    public async Task A_browser_that_hangs_up_before_its_event_is_here_is_no_success()
    {
        await using var shop = await OpenAsync();
        using var seen = new Seen(shop);
        using (var tab = new TcpClient())
        {
            await tab.ConnectAsync(IPAddress.Loopback, shop.Port, TestContext.Current.CancellationToken);
            await tab.Client.SendAsync(
                "POST /k3fw/e/ HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            "posthog_proxy.route=capture posthog_proxy.status_class=4xx posthog_proxy.upstream=none", await seen.DurationTagsAsync());
        Assert.Equal("error.type=client posthog_proxy.route=capture", Assert.Single(seen.Of("posthog_proxy.failures")).Tags);
        Assert.Empty(shop.Forwarded);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_counted_as_the_clients_failure()
    {
        await using var shop = await OpenAsync(maxRequestBodySize: 10);
        using var seen = new Seen(shop);

        using var response = await shop.Client.PostAsync("/k3fw/e/", new ByteArrayContent(new byte[11]), TestContext.Current.CancellationToken);

        await seen.DurationTagsAsync();
        Assert.Equal("error.type=client posthog_proxy.route=capture", Assert.Single(seen.Of("posthog_proxy.failures")).Tags);
    }

    private static Task<Shop> OpenAsync(
        Func<HttpContext, Func<Task>, Task>? intercept = null, long? maxRequestBodySize = null, PathAliasMode aliases = PathAliasMode.Off) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.Aliases = aliases;
            options.MaxRequestBodySize = maxRequestBodySize ?? options.MaxRequestBodySize;
        }),
        postHog: new StandInOptions { Intercept = intercept });

    private sealed class Seen : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, string Tags, double Value)> _measured = new();
        private readonly TaskCompletionSource<string> _duration = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly MeterListener _listener = new();

        public Seen(Shop shop)
        {
            // Other tests run beside this one; the factory of this app tells its meter from theirs.
            var factory = shop.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "PostHogProxy" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public IReadOnlyList<(string Name, string Tags, double Value)> Of(string name) => [.. _measured.Where(measured => measured.Name == name)];

        /// <summary>The last thing that is measured of a request, and after the browser has its answer.</summary>
        public Task<string> DurationTagsAsync() => _duration.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
            _measured.Enqueue((instrument.Name, text, value));
            if (instrument.Name == "posthog_proxy.request.duration")
            {
                _duration.TrySetResult(text);
            }
        }
    }
}
