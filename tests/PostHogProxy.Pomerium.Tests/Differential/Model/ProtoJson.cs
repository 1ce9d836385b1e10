using System.Globalization;
using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>protojson with DiscardUnknown (P:config/custom.go, decodeProtoHookFunc; the messages are in P:pkg/grpc/config/config.proto).</summary>
internal static partial class ProtoJson
{
    public static readonly Func<string, string?> OutlierDetection = name => name switch
    {
        "interval" or "base_ejection_time" or "max_ejection_time" or "max_ejection_time_jitter" => "duration",
        "always_eject_one_host" or "split_external_local_origin_errors" or "successful_active_health_check_uneject_host" => "bool",
        "consecutive_5xx" or "max_ejection_percent" or "success_rate_minimum_hosts" or "enforcing_success_rate" => "uint32",
        _ => null,
    };

    public static readonly Func<string, string?> HealthCheck = name => name switch
    {
        "timeout" or "interval" or "initial_jitter" => "duration",
        "interval_jitter_percent" or "unhealthy_threshold" or "healthy_threshold" => "uint32",
        "reuse_connection" => "bool",
        "alt_port" => "uint32",
        _ => null,
    };

    public static void Check(Node value, Func<string, string?> typeOf)
    {
        if (value is NullNode)
        {
            return;
        }

        foreach (var (key, field) in (value as MapNode ?? throw new NotTakenException("a message is an object")).Entries)
        {
            if (!Fits(field, typeOf(key.ToLowerInvariant())))
            {
                throw new NotTakenException($"{key}: {field}");
            }
        }
    }

    private static bool Fits(Node value, string? type) => value is NullNode || type switch
    {
        "duration" => value is TextNode text && Duration().IsMatch(text.Value),
        "bool" => value is FlagNode,
        "uint32" => value is WholeNode { Value: >= 0 and <= uint.MaxValue }
            || (value is FractionNode fraction && fraction.Value == Math.Floor(fraction.Value))
            || (value is TextNode number && uint.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)),
        _ => true,
    };

    [GeneratedRegex(@"\A-?[0-9]+(?:\.[0-9]{1,9})?s\z")]
    private static partial Regex Duration();
}
