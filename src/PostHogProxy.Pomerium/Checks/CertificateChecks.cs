using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Policies;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>E019: client certificates, which no visitor has, wanted on a route to PostHog.</summary>
internal static class CertificateChecks
{
    public static void Run(CheckedFile file)
    {
        var certificates = DownstreamCertificates.Of(file.Configuration);
        foreach (var route in file.PostHogRoutes)
        {
            if (!certificates.AreWantedOn(route.Route))
            {
                continue;
            }

            var own = DownstreamCertificates.OwnAuthority(route.Route);
            var asked = route.Policy.Clauses.Where(clause => clause.IsDeny).SelectMany(clause => clause.Criteria).FirstOrDefault(criterion => criterion.Name == "invalid_client_certificate");
            if (certificates.AreEnforced && own is not null)
            {
                file.Tell(
                    PomeriumFindingRules.ClientCertificates,
                    route,
                    own.Key.Range,
                    "With a certificate authority of its own, the route answers 495 to every visitor without a client certificate.",
                    $"Remove '{own.Name}' from the route to PostHog.",
                    RouteEdits.Remove(file.Configuration, route.Route, own));
            }
            else if (certificates.AreEnforced)
            {
                // One setting, one finding, however many routes it closes.
                file.Tell(
                    PomeriumFindingRules.ClientCertificates,
                    route,
                    certificates.Settings!.Key.Range,
                    "downstream_mtls refuses every visitor without a client certificate, on public routes too. Visitors get 495, or with reject_connection a failed TLS handshake.",
                    "Write enforcement: policy and ask for certificates in the policies of the other routes, or put PostHog on a Pomerium without it.");
            }
            else if (asked is not null)
            {
                file.Tell(
                    PomeriumFindingRules.ClientCertificates,
                    route,
                    asked.Place,
                    "The policy denies everybody without a valid client certificate. Visitors get 495.",
                    "Remove invalid_client_certificate from the policy of the route to PostHog.");
            }
        }
    }
}
