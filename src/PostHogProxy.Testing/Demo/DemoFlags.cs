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

    /// <summary>What <c>/flags/definitions</c> and <c>/api/feature_flag/local_evaluation/</c> answer: from it a server SDK works out the same values by itself.</summary>
    public static JsonObject AsDefinitions()
    {
        var flags = new JsonArray();
        foreach (var (index, (key, enabled, variant, payload)) in All.Index())
        {
            var filters = new JsonObject
            {
                ["groups"] = new JsonArray(new JsonObject { ["properties"] = new JsonArray(), ["rollout_percentage"] = enabled ? 100 : 0, ["variant"] = variant }),
                ["payloads"] = payload is null ? new JsonObject() : new JsonObject { ["true"] = payload },
            };
            if (variant is not null)
            {
                filters["multivariate"] = new JsonObject
                {
                    ["variants"] = new JsonArray(new JsonObject { ["key"] = variant, ["name"] = variant, ["rollout_percentage"] = 100 }),
                };
            }

            JsonNode definition = new JsonObject
            {
                ["id"] = index + 1,
                ["key"] = key,
                ["name"] = key,
                ["active"] = true,
                ["deleted"] = false,
                ["is_simple_flag"] = variant is null,
                ["rollout_percentage"] = null,
                ["ensure_experience_continuity"] = false,
                ["filters"] = filters,
            };
            flags.Add(definition);
        }

        return new JsonObject { ["flags"] = flags, ["group_type_mapping"] = new JsonObject(), ["cohorts"] = new JsonObject() };
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
