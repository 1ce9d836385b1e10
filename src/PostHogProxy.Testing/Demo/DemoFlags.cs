using System.Text.Json.Nodes;

namespace PostHogProxy.Testing.Demo;

/// <summary>The demo projects' flags: one on, one off, one with variants, one with a payload. Everyone gets the same.</summary>
internal static class DemoFlags
{
    private static readonly (string Key, bool Enabled, string? Variant, string? Payload)[] All =
    [
        ("new-checkout", true, null, null),
        ("old-checkout", false, null, null),
        ("hero-copy", true, "short", null),
        ("banner", true, null, """{"text":"Free shipping this week","tone":"calm"}"""),
    ];

    /// <summary>What <c>/flags/?v=2</c> answers.</summary>
    public static JsonObject AsFlags()
    {
        var flags = new JsonObject();
        foreach (var (index, (key, enabled, variant, payload)) in All.Index())
        {
            flags[key] = new JsonObject
            {
                ["key"] = key,
                ["enabled"] = enabled,
                ["variant"] = variant,
                ["reason"] = new JsonObject
                {
                    ["code"] = enabled ? "condition_match" : "no_condition_match",
                    ["condition_index"] = enabled ? 0 : null,
                    ["description"] = enabled ? "Matched condition set 1" : "No matching condition set",
                },
                ["metadata"] = new JsonObject
                {
                    ["id"] = index + 1,
                    ["version"] = 1,
                    ["description"] = null,
                    ["payload"] = payload,
                },
            };
        }

        return new JsonObject
        {
            ["flags"] = flags,
            ["errorsWhileComputingFlags"] = false,
            ["quotaLimited"] = new JsonArray(),
            ["requestId"] = Guid.NewGuid().ToString(),
            ["evaluatedAt"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>What <c>/decide/?v=3</c> answers.</summary>
    public static JsonObject AsDecide()
    {
        var values = new JsonObject();
        var payloads = new JsonObject();
        foreach (var (key, enabled, variant, payload) in All)
        {
            values[key] = variant is null ? JsonValue.Create(enabled) : JsonValue.Create(variant);
            if (payload is not null)
            {
                payloads[key] = payload;
            }
        }

        return new JsonObject { ["featureFlags"] = values, ["featureFlagPayloads"] = payloads, ["errorsWhileComputingFlags"] = false };
    }
}
