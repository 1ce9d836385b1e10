using PostHogProxy.Pomerium.Reading.Shapes;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// The keys of the file itself (config/options.go of Pomerium). New versions add some every few months, so an unknown one is told only
/// where it is close to one of these; see <c>docs/rules/PHX4040.md</c>.
/// </summary>
internal static class GlobalKeys
{
    private static readonly Dictionary<string, Shape> Shapes = Build();

    public static ICollection<string> All => Shapes.Keys;

    public static bool TryGet(string name, out Shape shape) => Shapes.TryGetValue(name, out shape!);

    private static Dictionary<string, Shape> Build() =>
        KnownShapes.Fields(
                KnownShapes.Text,
                "installation_id shared_secret shared_secret_file services address certificate "
                + "certificate_key certificate_file certificate_key_file http_redirect_addr authenticate_service_url "
                + "authenticate_internal_service_url signout_redirect_url cookie_name cookie_secret "
                + "cookie_secret_file cookie_domain idp_client_id idp_client_secret idp_client_secret_file idp_provider "
                + "idp_provider_url authorize_service_url authorize_internal_service_url override_certificate_name certificate_authority "
                + "certificate_authority_file tls_derive signing_key signing_key_file policy_file "
                + "metrics_address metrics_basic_auth metrics_certificate metrics_certificate_key metrics_certificate_file "
                + "metrics_certificate_key_file metrics_client_ca metrics_client_ca_file grpc_address ssh_address ssh_user_ca_key_file "
                + "ssh_user_ca_key databroker_service_url databroker_internal_service_url "
                + "databroker_storage_connection_string databroker_storage_connection_string_file "
                + "google_cloud_serverless_authentication_service_account autocert_ca autocert_email autocert_dir autocert_eab_key_id "
                + "autocert_eab_mac_key autocert_trusted_ca autocert_trusted_ca_file envoy_admin_access_log_path envoy_admin_profile_path "
                + "envoy_admin_address envoy_bind_config_source_address health_check_addr otel_traces_exporter otel_log_level "
                + "otel_exporter_otlp_endpoint otel_exporter_otlp_traces_endpoint otel_exporter_otlp_protocol otel_exporter_otlp_traces_protocol")
            .Add(new ChoiceShape("trace debug info warn warning error critical fatal panic off none disabled"), "log_level proxy_log_level")
            .Add(new ChoiceShape("strict lax none", ignoreCase: true), "cookie_same_site")
            .Add(new ChoiceShape("AUTO V4_ONLY V6_ONLY V4_PREFERRED ALL"), "dns_lookup_family")
            .Add(new ChoiceShape("memory postgres file", takesEmpty: false), "databroker_storage_type")
            .Add(
                KnownShapes.Flag,
                "insecure_server cookie_http_only grpc_insecure use_proxy_protocol skip_xff_append pass_identity_headers autocert "
                + "autocert_use_staging autocert_must_staple ssh_rls_enabled health_check_systemd_disabled auto_apply_changesets merge_slashes normalize_path")
            .Add(KnownShapes.Duration, "timeout_read timeout_write timeout_idle cookie_expire default_upstream_timeout grpc_client_timeout")
            .Add(new DurationShape(TimeSpan.FromMilliseconds(1)), "dns_failure_refresh_rate dns_refresh_rate")
            .Add(new DurationShape(TimeSpan.Zero), "dns_query_timeout")
            .Add(
                KnownShapes.Texts,
                "access_log_fields authorize_log_fields idp_scopes authorize_service_urls databroker_service_urls "
                + "programmatic_redirect_domain_whitelist ssh_host_key_files ssh_host_keys mcp_allowed_client_id_domains "
                + "mcp_allowed_as_metadata_domains idp_access_token_allowed_audiences allow_upgrades envoy_dynamic_extensions dns_resolvers "
                + "otel_resource_attributes otel_exporter_otlp_headers otel_exporter_otlp_traces_headers")
            .Add(KnownShapes.BearerTokenFormat, "bearer_token_format")
            .Add(KnownShapes.IssuerFormat, "jwt_issuer_format")
            .Add(KnownShapes.CodecType, "codec_type")
            .Add(KnownShapes.HeadersWithUnderscores, "headers_with_underscores_action")
            .Add(KnownShapes.EscapedSlashes, "path_with_escaped_slashes_action")
            .Add(KnownShapes.UInt32, "xff_num_trusted_hops session_recording_concurrency")
            .Add(KnownShapes.JsonUInt32, "dns_query_tries dns_udp_max_queries")
            .Add(JsonShape.Flag(), "dns_use_tcp envoy_bind_config_freebind")
            .Add(JsonShape.Text(), "debug_address databroker_cluster_leader_id databroker_cluster_node_id databroker_raft_bind_address")
            .Add(KnownShapes.Int32, "otel_attribute_value_length_limit otel_bsp_max_export_batch_size")
            .Add(new MillisecondsShape(), "otel_exporter_otlp_timeout otel_exporter_otlp_traces_timeout otel_bsp_schedule_delay")
            .Add(new FloatShape(), "otel_traces_sampler_arg")
            .Add(KnownShapes.TextMap, "idp_request_params")

            // Read apart from the others, without Pomerium's own decode hooks (P:config/options.go, parseHeaders).
            .Add(new MapShape(KnownShapes.Text, takesJson: false), "set_response_headers")
            .Add(new MapShape(KnownShapes.Flag), "runtime_flags")
            .Add(new ClaimHeadersShape(), "jwt_claims_headers")
            .Add(KnownShapes.CircuitBreaker, "circuit_breaker_thresholds")
            .Add(new ListShape(new StructShape(KnownShapes.Fields(KnownShapes.Text, "cert key"))), "certificates")
            .Add(new ListShape(new StructShape(KnownShapes.Fields(KnownShapes.Text, "key value"))), "ssh_rls_additional_entries")
            .Add(new ListShape(new StructShape(KnownShapes.Fields(KnownShapes.Text, "id grpc_address").Add(JsonShape.Text(), "raft_address"))), "databroker_cluster_nodes")
            .Add(new StructShape(KnownShapes.Fields(KnownShapes.Text, "bucket_uri managed_prefix")), "blob_storage")
            .Add(Certificates(), "downstream_mtls")
            .Add(new MapShape(new StructShape(KnownShapes.Fields(KnownShapes.Text, "issuer jwks_url").Add(KnownShapes.Texts, "supported_algs audiences"))), "identity_providers")

            // No longer an option, or not one of the file's; known here so that they are not taken for a slip.
            .Add(
                KnownShapes.Any,
                "routes policy pomerium_debug authenticate_callback_path jwt_groups_filter primary_color secondary_color "
                + "darkmode_primary_color darkmode_secondary_color logo_url favicon_url error_message_first_paragraph");

    private static StructShape Certificates() => new(
        KnownShapes.Fields(KnownShapes.Text, "ca ca_file crl crl_file")
            .Add(KnownShapes.Enforcement, "enforcement")
            .Add(KnownShapes.UInt32, "max_verify_depth")
            .Add(new ListShape(new AlternativeNameShape()), "match_subject_alt_names"));
}
