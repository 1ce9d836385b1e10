namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// The keys of the file itself (config/options.go of Pomerium). New versions add some every few months, so an unknown one is told only
/// where it is close to one of these; see <c>docs/rules/PHX4040.md</c>.
/// </summary>
internal static class GlobalKeys
{
    private static readonly Dictionary<string, KeyKind> Kinds = Build();

    public static ICollection<string> All => Kinds.Keys;

    public static bool TryGet(string name, out KeyKind kind) => Kinds.TryGetValue(name, out kind);

    private static Dictionary<string, KeyKind> Build()
    {
        var kinds = new Dictionary<string, KeyKind>(StringComparer.OrdinalIgnoreCase);
        RouteKeys.Add(
            kinds,
            KeyKind.Text,
            "installation_id log_level proxy_log_level shared_secret shared_secret_file services address dns_lookup_family certificate "
            + "certificate_key certificate_file certificate_key_file http_redirect_addr authenticate_service_url "
            + "authenticate_internal_service_url signout_redirect_url authenticate_callback_path cookie_name cookie_secret "
            + "cookie_secret_file cookie_domain cookie_same_site idp_client_id idp_client_secret idp_client_secret_file idp_provider "
            + "idp_provider_url authorize_service_url authorize_internal_service_url override_certificate_name certificate_authority "
            + "certificate_authority_file tls_derive signing_key signing_key_file jwt_issuer_format bearer_token_format debug_address "
            + "metrics_address metrics_basic_auth metrics_certificate metrics_certificate_key metrics_certificate_file "
            + "metrics_certificate_key_file metrics_client_ca metrics_client_ca_file grpc_address ssh_address ssh_user_ca_key_file "
            + "ssh_user_ca_key databroker_service_url databroker_internal_service_url databroker_storage_type "
            + "databroker_storage_connection_string databroker_storage_connection_string_file "
            + "google_cloud_serverless_authentication_service_account autocert_ca autocert_email autocert_dir autocert_eab_key_id "
            + "autocert_eab_mac_key autocert_trusted_ca autocert_trusted_ca_file envoy_admin_access_log_path envoy_admin_profile_path "
            + "envoy_admin_address envoy_bind_config_source_address codec_type health_check_addr primary_color secondary_color "
            + "darkmode_primary_color darkmode_secondary_color logo_url favicon_url error_message_first_paragraph");
        RouteKeys.Add(
            kinds,
            KeyKind.Flag,
            "pomerium_debug insecure_server cookie_http_only grpc_insecure use_proxy_protocol skip_xff_append pass_identity_headers autocert "
            + "autocert_use_staging autocert_must_staple envoy_bind_config_freebind ssh_rls_enabled health_check_systemd_disabled");
        RouteKeys.Add(kinds, KeyKind.Duration, "timeout_read timeout_write timeout_idle cookie_expire default_upstream_timeout grpc_client_timeout");
        RouteKeys.Add(
            kinds,
            KeyKind.List,
            "access_log_fields authorize_log_fields idp_scopes authorize_service_urls databroker_service_urls "
            + "programmatic_redirect_domain_whitelist ssh_host_key_files ssh_host_keys mcp_allowed_client_id_domains "
            + "idp_access_token_allowed_audiences allow_upgrades");
        RouteKeys.Add(
            kinds,
            KeyKind.Other,
            "routes policy policy_file certificates idp_request_params set_response_headers jwt_claims_headers jwt_groups_filter "
            + "downstream_mtls xff_num_trusted_hops runtime_flags circuit_breaker_thresholds ssh_rls_additional_entries identity_providers");
        return kinds;
    }
}
