namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>The shapes that several options have, and Pomerium's enumerations (P:pkg/grpc/config/config.proto).</summary>
internal static class KnownShapes
{
    public static readonly Shape Any = new AnyShape();
    public static readonly Shape Text = new TextShape();
    public static readonly Shape Flag = new FlagShape();
    public static readonly Shape Duration = new DurationShape();
    public static readonly Shape Texts = new ListShape(Text);
    public static readonly Shape TextMap = new MapShape(Text);
    public static readonly Shape Int32 = new NumberShape(int.MinValue, int.MaxValue);
    public static readonly Shape Int64 = new NumberShape(long.MinValue, long.MaxValue);
    public static readonly Shape UInt32 = new NumberShape(0, uint.MaxValue);
    public static readonly Shape JsonInt32 = JsonShape.Number(int.MinValue, int.MaxValue);
    public static readonly Shape JsonUInt32 = JsonShape.Number(0, uint.MaxValue);

    public static readonly EnumShape BearerTokenFormat = new("BEARER_TOKEN_FORMAT_", "UNKNOWN DEFAULT IDP_ACCESS_TOKEN IDP_IDENTITY_TOKEN JWT");
    public static readonly EnumShape IssuerFormat = new("Issuer", "HostOnly URI");
    public static readonly EnumShape LoadBalancingPolicy = new("LOAD_BALANCING_POLICY_", "UNSPECIFIED ROUND_ROBIN MAGLEV RANDOM RING_HASH LEAST_REQUEST");
    public static readonly EnumShape CodecType = new("CODEC_TYPE_", "AUTO HTTP1 HTTP2 HTTP3");
    public static readonly EnumShape HeadersWithUnderscores = new("HEADERS_WITH_UNDERSCORES_ACTION_", "UNKNOWN ALLOW REJECT_REQUEST DROP_HEADER");
    public static readonly EnumShape EscapedSlashes = new("PATH_WITH_ESCAPED_SLASHES_ACTION_", "UNKNOWN KEEP_UNCHANGED REJECT_REQUEST UNESCAPE_AND_REDIRECT UNESCAPE_AND_FORWARD");
    public static readonly EnumShape Enforcement = new("", "UNKNOWN POLICY POLICY_WITH_DEFAULT_DENY REJECT_CONNECTION");
    public static readonly EnumShape AuthStyle = new("OAUTH2_AUTH_STYLE_", "UNSPECIFIED IN_PARAMS IN_HEADER");

    public static readonly Shape CircuitBreaker = new StructShape(Fields(JsonUInt32, "max_connections max_pending_requests max_requests max_retries max_connection_pools"));

    /// <summary>Fields that all take the same.</summary>
    public static Dictionary<string, Shape> Fields(Shape shape, string names) => Add(new(StringComparer.OrdinalIgnoreCase), shape, names);

    public static Dictionary<string, Shape> Add(this Dictionary<string, Shape> fields, Shape shape, string names)
    {
        foreach (var name in names.Split(' '))
        {
            fields.Add(name, shape);
        }

        return fields;
    }
}
