using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Verification.Tests.Proxies;

/// <summary>A certificate for a test's proxy.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 For(string host, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(notBefore, notAfter);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>Trusts this certificate as browsers trust a public authority's.</summary>
    public static Action<SocketsHttpHandler> Trusted(X509Certificate2 certificate) => handler =>
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(certificate.RawData));
        handler.SslOptions.CertificateChainPolicy = policy;
    };
}
