using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PostHogProxy.Http2.Pooling;

namespace PostHogProxy.Http2.Tests.Servers;

/// <summary>TLS with the app's options.</summary>
public sealed class SecureConnectionTests : IDisposable
{
    private readonly Certificate _certificate = new();
    private readonly Bound _bound = new();

    [Fact]
    public async Task A_server_that_speaks_HTTP2_is_connected_and_the_apps_options_are_left_as_they_are()
    {
        await using var server = await KestrelServer.StartAsync(_certificate);
        var options = _certificate.Trusted();

        await using var stream = await ConnectAsync(server.Port, "localhost", options);

        Assert.Null(options.ApplicationProtocols);
        Assert.Null(options.TargetHost);
    }

    [Fact]
    public async Task A_server_that_speaks_HTTP1_only_is_said_to_be_one()
    {
        await using var server = await KestrelServer.StartAsync(_certificate, HttpProtocols.Http1);

        await Assert.ThrowsAsync<NotHttp2Exception>(() => ConnectAsync(server.Port, "localhost", _certificate.Trusted()));
    }

    [Theory]
    [InlineData("eu.i.posthog.com", true)]
    [InlineData("localhost", false)]
    public async Task Another_name_or_an_authority_that_is_not_trusted_is_a_failure_of_TLS(string host, bool trusted)
    {
        await using var server = await KestrelServer.StartAsync(_certificate);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(server.Port, host, trusted ? _certificate.Trusted() : new()));

        Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    [Fact]
    public async Task The_apps_name_and_callback_are_asked()
    {
        await using var server = await KestrelServer.StartAsync(_certificate);
        var seen = SslPolicyErrors.None;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "other.test",
            RemoteCertificateValidationCallback = (_, _, _, errors) => (seen = errors) != SslPolicyErrors.RemoteCertificateNotAvailable,
        };

        await using var stream = await ConnectAsync(server.Port, "localhost", options);

        Assert.True(seen.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch), seen.ToString());
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    public async Task A_server_without_TLS_is_a_failure_of_TLS(string says)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(_bound.Token);
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(says), _bound.Token);
        });

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(((IPEndPoint)listener.LocalEndpoint).Port, "localhost", _certificate.Trusted()));

        Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
        await server;
    }

    [Fact]
    public async Task A_handshake_that_stands_still_can_be_given_up_and_the_connection_is_closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var patience = new CancellationTokenSource();
        var connecting = ConnectAsync(((IPEndPoint)listener.LocalEndpoint).Port, "localhost", _certificate.Trusted(), patience.Token);
        using var client = await listener.AcceptTcpClientAsync(_bound.Token);
        var bytes = new byte[10_000];
        Assert.True(await client.GetStream().ReadAsync(bytes, _bound.Token) > 0);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        try
        {
            while (await client.GetStream().ReadAsync(bytes, _bound.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with a reset.
        }
    }

    // Some properties exist on some systems only; Linux has them all.
    [Fact, SupportedOSPlatform("linux")]
    public void Each_property_of_the_apps_options_counts()
    {
        var app = new SslClientAuthenticationOptions
        {
            TargetHost = "other.test",
            AllowTlsResume = false,
            AllowRsaPkcs1Padding = false,
            AllowRsaPssPadding = false,
            CertificateChainPolicy = new(),
            CertificateRevocationCheckMode = X509RevocationMode.Offline,
            CipherSuitesPolicy = new([TlsCipherSuite.TLS_AES_128_GCM_SHA256]),
            ClientCertificateContext = SslStreamCertificateContext.Create(_certificate.Value, additionalCertificates: null),
            ClientCertificates = [_certificate.Value],
            EnabledSslProtocols = SslProtocols.Tls13,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => null!,
            RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None,
        };

        // What is not set here, because it has one value that makes sense or because HTTP/2 itself decides it.
        string[] others = [nameof(app.EncryptionPolicy), nameof(app.AllowRenegotiation), nameof(app.ApplicationProtocols)];
        var used = SecureConnection.For("localhost", app);
        var usual = new SslClientAuthenticationOptions();
        foreach (var property in typeof(SslClientAuthenticationOptions).GetProperties().Where(property => !others.Contains(property.Name)))
        {
            Assert.True(!Equals(property.GetValue(app), property.GetValue(usual)), $"The test does not set {property.Name}.");
            Assert.True(Equals(property.GetValue(app), property.GetValue(used)), $"{property.Name} is ignored.");
        }
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _bound.Dispose();
    }

    private async Task<Stream> ConnectAsync(int port, string host, SslClientAuthenticationOptions options, CancellationToken? cancellationToken = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, _bound.Token);
        return await SecureConnection.OpenAsync(new NetworkStream(socket, ownsSocket: true), host, options, cancellationToken ?? _bound.Token);
    }
}
