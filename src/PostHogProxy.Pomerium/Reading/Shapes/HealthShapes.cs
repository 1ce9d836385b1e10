namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary><c>health_checks</c> and <c>outlier_detection</c> (P:pkg/grpc/config/config.proto, messages HealthCheck and OutlierDetection).</summary>
internal static class HealthShapes
{
    private static readonly Shape Flag = new ProtoScalar(ProtoKind.Flag);
    private static readonly Shape Number = new ProtoScalar(ProtoKind.Number32);
    private static readonly Shape Text = new ProtoScalar(ProtoKind.Text);
    private static readonly Shape Duration = new ProtoScalar(ProtoKind.Duration);

    private static readonly Shape Range = new ProtoShape(KnownShapes.Fields(new ProtoScalar(ProtoKind.Number64), "start end"));
    private static readonly Shape Payload = new ProtoShape(KnownShapes.Fields(Text, "text binary"), "text", "binary");

    public static readonly Shape OutlierDetection = new ProtoShape(
        KnownShapes.Fields(
                Number,
                "consecutive_5xx max_ejection_percent enforcing_consecutive_5xx enforcing_success_rate success_rate_minimum_hosts "
                + "success_rate_request_volume success_rate_stdev_factor consecutive_gateway_failure enforcing_consecutive_gateway_failure "
                + "consecutive_local_origin_failure enforcing_consecutive_local_origin_failure enforcing_local_origin_success_rate "
                + "failure_percentage_threshold enforcing_failure_percentage enforcing_failure_percentage_local_origin "
                + "failure_percentage_minimum_hosts failure_percentage_request_volume")
            .Add(Duration, "interval base_ejection_time max_ejection_time max_ejection_time_jitter")
            .Add(Flag, "split_external_local_origin_errors successful_active_health_check_uneject_host always_eject_one_host"));

    public static readonly Shape Checks = new ListShape(new ProtoShape(
        KnownShapes.Fields(
                Duration,
                "timeout interval initial_jitter interval_jitter no_traffic_interval no_traffic_healthy_interval unhealthy_interval "
                + "unhealthy_edge_interval healthy_edge_interval")
            .Add(Number, "interval_jitter_percent unhealthy_threshold healthy_threshold alt_port")
            .Add(Flag, "reuse_connection always_log_health_check_failures always_log_health_check_success")
            .Add(Http(), "http_health_check")
            .Add(new ProtoShape(new(StringComparer.Ordinal) { ["send"] = Payload, ["receive"] = new ProtoList(Payload) }), "tcp_health_check")
            .Add(new ProtoShape(KnownShapes.Fields(Text, "service_name authority")), "grpc_health_check"),
        "http_health_check",
        "tcp_health_check",
        "grpc_health_check"));

    private static ProtoShape Http() => new(
        KnownShapes.Fields(Text, "host path")
            .Add(Payload, "send")
            .Add(new ProtoList(Payload), "receive")
            .Add(new ProtoScalar(ProtoKind.Number64), "response_buffer_size")
            .Add(new ProtoList(Text), "request_headers_to_remove")
            .Add(new ProtoList(Range), "expected_statuses retriable_statuses")
            .Add(new ProtoScalar(ProtoKind.Enum), "codec_client_type"));
}
