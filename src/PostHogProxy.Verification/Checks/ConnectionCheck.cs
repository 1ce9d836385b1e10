using System.Globalization;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether there is a server, and whether browsers accept its certificate.</summary>
internal sealed class ConnectionCheck : ICheck
{
    // Automatic renewal happens a month before the end as a rule; two weeks before, it has failed for a while.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public string Name => "connection";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var reply = await inspection.RepeatAsync(inspection.Questions.Script, cancellationToken).ConfigureAwait(false);
        var url = inspection.Target.Url;
        var asked = url.GetLeftPart(UriPartial.Authority);
        if (reply.Failure is ProbeFailure.Name or ProbeFailure.Connection or ProbeFailure.EgressProxy or ProbeFailure.Certificate && inspection.Certificate is null)
        {
            inspection.IsDead = true;
            return new(Name, asked, reply.ToString(), [Dead(url, reply)]);
        }

        return url.Scheme == Uri.UriSchemeHttps && inspection.Certificate is { } certificate
            ? new(Name, asked, Shown(certificate, inspection.Clock.GetUtcNow()), [.. Judge(url.IdnHost, certificate, inspection.Clock.GetUtcNow())])
            : new(Name, asked, "plain HTTP", [.. Plain(inspection.Target)]);
    }

    private static Finding Dead(Uri url, Reply reply) => VerifyRules.NoConnection.Say(
        reply.Failure switch
        {
            ProbeFailure.Certificate => $"{url.Authority} doesn't speak TLS: {reply.Detail}.",
            ProbeFailure.EgressProxy => $"The egress proxy refuses connections to {url.Authority}: {reply.Detail}.",
            _ => $"{url.Authority} refuses connections: {reply.Detail}.",
        },
        url.Authority,
        reply.Failure == ProbeFailure.Certificate ? "Check the server's TLS settings, and whether the URL should begin with http://."
            : reply.Failure == ProbeFailure.EgressProxy ? ProbeFailures.EgressProxyCure
            : "Check that the server runs, that it listens on this port, and that no firewall blocks this machine.");

    private static string Shown(ShownCertificate certificate, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"certificate for {certificate.Names}, {Math.Floor((certificate.NotAfter - now).TotalDays):0} days left");

    private static IEnumerable<Finding> Judge(string host, ShownCertificate certificate, DateTimeOffset now)
    {
        if (now > certificate.NotAfter || now < certificate.NotBefore)
        {
            var when = now > certificate.NotAfter ? $"ended on {Day(certificate.NotAfter)}" : $"begins on {Day(certificate.NotBefore)}";
            yield return VerifyRules.CertificateTime.Say(
                $"The certificate of {host} {when}. Browsers refuse it.", host, "Renew it, and set up automatic renewal. Check this machine's clock too.");
        }
        else if (certificate.NotAfter - now < Soon)
        {
            yield return VerifyRules.CertificateEnds.Say(
                $"The certificate of {host} ends on {Day(certificate.NotAfter)}.", host, "Renew it, and find out why it wasn't renewed automatically.");
        }

        if (!certificate.IsForHost)
        {
            yield return VerifyRules.CertificateName.Say(
                $"The certificate is for {certificate.Names}, not for {host}. Browsers refuse it.", host, $"Get a certificate with {host} on it.");
        }

        if (certificate.ChainProblem is { } problem)
        {
            yield return VerifyRules.CertificateChain.Say(
                $"The certificate of {host} is not trusted on this machine: {problem}.",
                host,
                "Serve the whole chain, with the intermediate certificates, from a public authority. A private authority must be trusted on every visitor's machine.");
        }
    }

    // Browsers take plain HTTP on this machine for safe, and nowhere else.
    private static IEnumerable<Finding> Plain(VerifyTarget target) => target.IsLoopback
        ? []
        :
        [
            VerifyRules.PlainHttp.Say(
                $"{target.Url.Authority} uses plain HTTP. Pages on https can't load from it, and others on the network can read the events.",
                target.Url.Authority,
                "Give the host a certificate, and write https:// in api_host."),
        ];

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
