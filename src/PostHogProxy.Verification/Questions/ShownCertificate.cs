using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Verification.Questions;

/// <summary>A certificate as a browser judges it.</summary>
internal sealed record ShownCertificate(DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Names, bool IsForHost, string? ChainProblem)
{
    // Time is judged by the dates themselves.
    private const X509ChainStatusFlags Time = X509ChainStatusFlags.NotTimeValid;

    public static ShownCertificate Of(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        using (certificate)
        {
            var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames()).ToList();
            var trouble = chain?.ChainStatus.FirstOrDefault(status => (status.Status & ~Time) != X509ChainStatusFlags.NoError);
            return new(
                certificate.NotBefore,
                certificate.NotAfter,
                names.Count > 0 ? string.Join(", ", names) : certificate.Subject,
                !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
                trouble is { Status: not X509ChainStatusFlags.NoError } status ? $"{status.Status}: {status.StatusInformation.Trim()}" : null);
        }
    }
}
