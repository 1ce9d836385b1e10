using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Http2.Tests.Servers;

/// <summary>A certificate for localhost that the client trusts as an authority's.</summary>
internal sealed class Certificate : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }

    public X509Certificate2 Value => _certificate;

    /// <summary>Writes cert.pem, key.pem and both.pem.</summary>
    public void WriteTo(string folder)
    {
        var certificate = _certificate.ExportCertificatePem();
        using var key = _certificate.GetECDsaPrivateKey()!;
        var secret = key.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate);
        File.WriteAllText(Path.Combine(folder, "key.pem"), secret);
        File.WriteAllText(Path.Combine(folder, "both.pem"), certificate + "\n" + secret + "\n");
    }

    public SslClientAuthenticationOptions Trusted()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(_certificate.RawData));
        return new() { CertificateChainPolicy = policy };
    }

    public void Dispose() => _certificate.Dispose();
}
