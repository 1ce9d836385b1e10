using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Tool;

/// <summary>The certificate that <c>dotnet dev-certs https</c> makes: for localhost, and trusted by apps on this machine if the user has said so.</summary>
internal static class DevelopmentCertificate
{
    // ASP.NET Core marks its own with it (CertificateManager.AspNetHttpsOid).
    private const string Mark = "1.3.6.1.4.1.311.84.1.1";

    /// <summary>The one that is good for longest; null where there is none.</summary>
    public static X509Certificate2? Find()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // There is no such store: nobody has made one.
            return null;
        }

        var now = DateTime.Now;
        return store.Certificates
            .Where(each => each.HasPrivateKey && each.NotBefore <= now && now < each.NotAfter && each.Extensions.Any(extension => extension.Oid?.Value == Mark))
            .MaxBy(each => each.NotAfter);
    }
}
