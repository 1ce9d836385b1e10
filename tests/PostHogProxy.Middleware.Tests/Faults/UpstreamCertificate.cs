using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>The certificate an upstream shows. All but the stranger's are signed by the authority that the proxy under test trusts.</summary>
internal static class UpstreamCertificate
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly X509Certificate2 Authority = CreateAuthority("CN=Authority of the fault table");
    private static readonly X509Certificate2 Stranger = CreateAuthority("CN=Somebody");

    public static readonly X509Certificate2 Good = Create(Authority, "*.i.posthog.com", Now.AddDays(30));
    public static readonly X509Certificate2 ForAnotherName = Create(Authority, "shop.example", Now.AddDays(30));
    public static readonly X509Certificate2 Expired = Create(Authority, "*.i.posthog.com", Now.AddHours(-1));
    public static readonly X509Certificate2 OfAStranger = Create(Stranger, "*.i.posthog.com", Now.AddDays(30));

    /// <summary>Trusts the one authority, as an ordinary server trusts the public ones.</summary>
    public static X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(Authority);
        return policy;
    }

    private static X509Certificate2 CreateAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(60));
    }

    private static X509Certificate2 Create(X509Certificate2 issuer, string name, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var signed = request.Create(issuer, Now.AddDays(-10), end, [1, .. RandomNumberGenerator.GetBytes(8)]);
        using var whole = signed.CopyWithPrivateKey(key);

        // Through PKCS#12, because Windows' TLS cannot use a key that lives only in memory.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }
}
