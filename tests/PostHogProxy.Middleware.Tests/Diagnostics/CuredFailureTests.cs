using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>What this machine or its network keeps from working is told with what to do about it.</summary>
public sealed class CuredFailureTests
{
    [Fact]
    public async Task A_certificate_that_is_not_accepted_is_told_with_its_cure()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, handler => handler.SslOptions.CertificateChainPolicy = new());

        using var response = await shop.Client.PostAsync("/k3fw/e/", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var line = await log.WaitForAsync("Warning 41:");
        Assert.Contains("Capture to https://eu.i.posthog.com, was answered with 502, because the TLS handshake failed: The remote certificate", line, StringComparison.Ordinal);
        Assert.Contains("If an egress proxy decrypts TLS, trust its root certificate on this machine", line, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, each => each.StartsWith("Warning 4:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_egress_proxy_that_is_not_there_is_named_and_PostHog_is_not()
    {
        // Nobody listens, and nobody else can: another test would take a port that is free.
        using var proxy = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        proxy.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)proxy.LocalEndPoint!).Port;
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, handler => (handler.Proxy, handler.UseProxy, handler.ConnectCallback) = (new WebProxy($"http://127.0.0.1:{port}"), true, null));

        using var response = await shop.Client.PostAsync("/k3fw/e/", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var line = await log.WaitForAsync("Warning 42:");
        Assert.Contains($"(127.0.0.1:{port})", line, StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_takes_no_connection_is_not_an_egress_proxy()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(
            log, handler => handler.ConnectCallback = (_, _) => throw new SocketException((int)SocketError.ConnectionRefused));

        using var response = await shop.Client.PostAsync("/k3fw/e/", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Contains("(connect)", await log.WaitForAsync("Warning 4:"), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning 42:", StringComparison.Ordinal));
    }

    private static Task<Shop> OpenAsync(ListLogger log, Action<SocketsHttpHandler> configure) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.ConfigureHandler += configure;
        }),
        builder => builder.Logging.AddProvider(log));
}
