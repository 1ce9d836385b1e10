using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>What a route says beside where it leads and who may use it, and whether the app does so too.</summary>
internal static class RouteKeyNotes
{
    // Judged by what comes of a request (matches, rewrites, policies), or without any effect on one.
    private static readonly HashSet<string> Judged = new(
        ("name description logo_url from to redirect response prefix path regex regex_priority_order prefix_rewrite regex_rewrite_pattern "
        + "regex_rewrite_substitution host_path_regex_rewrite_substitution allow_public_unauthenticated_access cors_allow_preflight policy sub_policies "
        + "allowed_users allowed_domains allowed_idp_claims allow_any_authenticated_user show_error_details idp_client_id idp_client_secret "
        + "identity_providers idp_access_token_allowed_audiences jwt_issuer_format remove_request_headers set_request_headers").Split(' '),
        StringComparer.Ordinal);

    // No session, no key of the app's and nothing of who is signed in goes to PostHog.
    private static readonly string[] NeverSent = ["Cookie", "Authorization", "X-Pomerium-Jwt-Assertion", "X-Pomerium-Authorization", "X-Forwarded-Host"];

    public static IEnumerable<ImportNote> Of(ImportedRoute imported)
    {
        var route = imported.Route;
        var notes = new List<ImportNote>();
        if (route.Targets.Count > 1)
        {
            Add(ImportFate.Lost, route.Find("to")!, $"to: Pomerium shares the requests among {route.Targets.Count} upstreams. The app sends them to one.");
        }

        foreach (var name in RouteKeys.All.Where(name => !Judged.Contains(name)))
        {
            if (route.Find(name) is { } entry && Fate(name, imported, entry) is { } fate)
            {
                Add(fate.Fate, entry, $"{name}: {fate.Why}");
            }
        }

        foreach (var header in route.Scalars("remove_request_headers").Select(header => header.Value.Trim()).Where(header => header.Length > 0 && !NeverSent.Contains(header, StringComparer.OrdinalIgnoreCase)))
        {
            Add(ImportFate.Lost, route.Find("remove_request_headers")!, header.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase)
                ? "remove_request_headers: the app sends the visitor's address to PostHog. To omit it, set ClientAddress to ClientAddressMode.Omit."
                : $"remove_request_headers: the app sends what PostHog's clients need, including {header} if they need it. WrapHandler can remove it.");
        }

        foreach (var header in route.Entries("set_request_headers"))
        {
            Add(ImportFate.Lost, header, $"set_request_headers: the app doesn't send your headers, such as {header.Name}, to PostHog. WrapHandler can add them.");
        }

        return notes.OrderBy(note => note.Range.Start);

        void Add(ImportFate fate, MappingEntry entry, string message) => notes.Add(ImportNote.Of(fate, route, message, entry.Key.Range));
    }

    private static (ImportFate Fate, string Why)? Fate(string name, ImportedRoute imported, MappingEntry entry)
    {
        if (RouteKeys.TryGet(name, out var kind) && kind == KeyKind.Flag && imported.Route.Flag(name) == false)
        {
            return null;
        }

        var host = imported.Target!.Url!.Host;
        switch (name)
        {
            case "host_rewrite" or "tls_server_name" or "tls_upstream_server_name" when host.Equals(entry.Scalar?.Value, StringComparison.OrdinalIgnoreCase):
                return null;
            case "preserve_host_header" or "host_rewrite" or "host_rewrite_header" or "host_path_regex_rewrite_pattern":
                return (ImportFate.Differs, "the app sends PostHog's own host name. PostHog needs it.");
            case "pass_identity_headers":
                return (ImportFate.Differs, "the app doesn't send the signed-in user to PostHog.");
            case "kubernetes_service_account_token" or "kubernetes_service_account_token_file" or "enable_google_cloud_serverless_authentication":
                return (ImportFate.Differs, "the app doesn't send your credentials to PostHog.");
            case "bearer_token_format":
                return (ImportFate.Differs, "the app doesn't check bearer tokens. It forwards a key of PostHog only with AllowServerSdks = true.");
            case "allow_websockets" or "allow_spdy" or "allow_upgrades":
                return (ImportFate.Differs, "the app's proxy allows no upgrade. PostHog's clients don't use one.");
            case "timeout" or "idle_timeout":
                return (ImportFate.Lost, "the app ends an exchange that makes no progress for ResponseTimeout (60 s; for flags FlagsTimeout, 2.5 s). The total time has no limit. To change this, set these two options.");
            case "set_response_headers" or "rewrite_response_headers":
                return (ImportFate.Lost, "PostHog's answers pass without your headers. Add them in a middleware of the app.");
            case "tls_downstream_client_ca" or "tls_downstream_client_ca_file" or "tls_downstream_server_name":
                return (ImportFate.Lost, "the app doesn't ask visitors for a certificate.");
            case "tls_skip_verify" or "tls_custom_ca" or "tls_custom_ca_file" or "tls_server_name" or "tls_upstream_server_name" or "tls_client_cert"
                or "tls_client_cert_file" or "tls_client_key" or "tls_client_key_file" or "tls_upstream_allow_renegotiation":
                return (ImportFate.Lost, "the app uses .NET's TLS defaults. ConfigureHandler can change them.");
            default:
                return (ImportFate.Lost, "the app's proxy has no such setting.");
        }
    }
}
