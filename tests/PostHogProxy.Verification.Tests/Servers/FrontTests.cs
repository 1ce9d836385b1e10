using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Apps;
using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests.Servers;

/// <summary>The package behind the servers that stand before apps: nothing is blamed on either.</summary>
public sealed class FrontTests
{
    private static readonly Uri Shop = new("https://www.shop.example/k3fw");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Behind_nginx_with_TLS_HSTS_and_a_nonce_of_nginxs_own(bool postHogIsReachable)
    {
        using var certificate = Good();
        await using var shop = await OpenAsync();
        await using var server = await RealServer.StartAsync("nginx", "nginx.conf", (port, _, folder) => Nginx(port, shop.Port, folder, certificate), NginxTests.Arguments);

        Fine(await Proxies.Verification.OfAsync(
            server.Port, shop.PostHog, Shop, configure: TestCertificate.Trusted(certificate), postHogIsReachable: postHogIsReachable));
    }

    [Fact]
    public async Task Behind_HAProxy_with_TLS_and_a_cookie_of_the_balancers()
    {
        using var certificate = Good();
        await using var shop = await OpenAsync();
        await using var server = await RealServer.StartAsync(
            "haproxy", "haproxy.cfg", (port, _, folder) => HaProxy(port, shop.Port, folder, certificate), file => ["-f", file]);

        Fine(await Proxies.Verification.OfAsync(server.Port, shop.PostHog, Shop, configure: TestCertificate.Trusted(certificate)));
    }

    private static Task<ShopApp> OpenAsync() => ShopApp.OpenAsync((app, toStandIn) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, toStandIn));

    private static X509Certificate2 Good() => TestCertificate.For("www.shop.example", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(60));

    private static void Fine(VerificationReport report)
    {
        Assert.Empty(report.Findings.Where(finding => finding.IsProblem).Select(finding => $"{finding.Id} {finding.Message}"));
        Assert.All(report.Checks, check => Assert.True(check.Outcome is CheckOutcome.Passed or CheckOutcome.Noted, $"{check.Name}: {check.Outcome}"));
    }

    private static string Pem(X509Certificate2 certificate, string folder)
    {
        var file = Path.Combine(folder, "shop.pem");
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    private static string Nginx(int port, int app, string folder, X509Certificate2 certificate)
    {
        var pem = Pem(certificate, folder);
        return NginxTests.Configuration(
            folder,
            $$"""
            listen 127.0.0.1:{{port}} ssl http2;
            server_name www.shop.example;
            ssl_certificate {{pem}};
            ssl_certificate_key {{pem}};
            client_max_body_size 64m;
            add_header Strict-Transport-Security "max-age=31536000; includeSubDomains; preload" always;
            add_header Content-Security-Policy "script-src 'nonce-$request_id'; connect-src 'self' https://eu.i.posthog.com" always;
            add_header X-Request-Id $request_id always;
            location / { proxy_pass http://127.0.0.1:{{app}}; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https; }
            """);
    }

    private static string HaProxy(int port, int app, string folder, X509Certificate2 certificate) =>
        $"""
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend shop
          bind 127.0.0.1:{port} ssl crt {Pem(certificate, folder)} alpn h2,http/1.1
          http-response set-header Strict-Transport-Security "max-age=31536000; includeSubDomains; preload"
          default_backend app
        backend app
          cookie SRV insert nocache
          server app1 127.0.0.1:{app} cookie app1

        """;
}
