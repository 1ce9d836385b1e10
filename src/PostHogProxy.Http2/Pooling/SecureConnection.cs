using System.Net.Security;

namespace PostHogProxy.Http2.Pooling;

/// <summary>TLS to a server that speaks HTTP/2.</summary>
internal static class SecureConnection
{
    /// <param name="connection">The plain connection. It is closed if this fails.</param>
    /// <param name="host">The name that the server must prove.</param>
    /// <param name="options">The app's. They are not changed.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <exception cref="NotHttp2Exception">The server speaks HTTP/1.1 only.</exception>
    /// <exception cref="HttpRequestException">There is no TLS with it.</exception>
    public static async Task<Stream> OpenAsync(Stream connection, string host, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var secure = new SslStream(connection);
        try
        {
            await secure.AuthenticateAsClientAsync(For(host, options), cancellationToken).ConfigureAwait(false);
            return secure.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2 ? secure : throw new NotHttp2Exception();
        }
        catch (Exception failure)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            if (failure is NotHttp2Exception or OperationCanceledException)
            {
                throw;
            }

            throw new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established.", failure);
        }
    }

    internal static SslClientAuthenticationOptions For(string host, SslClientAuthenticationOptions app)
    {
        var options = Copy(host, app);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            options.AllowRsaPkcs1Padding = app.AllowRsaPkcs1Padding;
            options.AllowRsaPssPadding = app.AllowRsaPssPadding;
        }

        return options;
    }

    private static SslClientAuthenticationOptions Copy(string host, SslClientAuthenticationOptions app) => new()
    {
        TargetHost = string.IsNullOrEmpty(app.TargetHost) ? host : app.TargetHost,

        // HTTP/1.1 is offered too, or a server that knows nothing else would refuse without a word.
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        AllowTlsResume = app.AllowTlsResume,
        CertificateChainPolicy = app.CertificateChainPolicy,
        CertificateRevocationCheckMode = app.CertificateRevocationCheckMode,
        CipherSuitesPolicy = app.CipherSuitesPolicy,
        ClientCertificateContext = app.ClientCertificateContext,
        ClientCertificates = app.ClientCertificates,
        EnabledSslProtocols = app.EnabledSslProtocols,
        EncryptionPolicy = app.EncryptionPolicy,
        LocalCertificateSelectionCallback = app.LocalCertificateSelectionCallback,
        RemoteCertificateValidationCallback = app.RemoteCertificateValidationCallback,
    };
}

/// <summary>The server does not speak HTTP/2. Nothing was sent to it.</summary>
internal sealed class NotHttp2Exception() : Exception("The server speaks HTTP/1.1 only.");
