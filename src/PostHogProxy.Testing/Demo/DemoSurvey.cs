using System.Text.Json.Nodes;

namespace PostHogProxy.Testing.Demo;

/// <summary>
/// One live popover survey. It stays out of the way until the page captures the event <c>survey requested</c>.
/// Fields as posthog-js 1.449.2 reads them (<c>Survey</c> in @posthog/browser-common).
/// </summary>
internal static class DemoSurvey
{
    public static JsonObject Json() => new()
    {
        ["id"] = "0199a000-5747-7000-8000-000000000001",
        ["name"] = "How was the checkout?",
        ["description"] = "",
        ["type"] = "popover",
        ["feature_flag_keys"] = null,
        ["linked_flag_key"] = null,
        ["targeting_flag_key"] = null,
        ["internal_targeting_flag_key"] = null,
        ["questions"] = new JsonArray(
            new JsonObject
            {
                ["id"] = "0199a000-5747-7000-8000-0000000000a1",
                ["type"] = "rating",
                ["question"] = "How was the checkout?",
                ["description"] = "",
                ["descriptionContentType"] = "text",
                ["display"] = "number",
                ["scale"] = 5,
                ["lowerBoundLabel"] = "Hard work",
                ["upperBoundLabel"] = "A breeze",
                ["buttonText"] = "Send",
                ["optional"] = false,
            }),
        ["conditions"] = new JsonObject
        {
            ["events"] = new JsonObject
            {
                ["repeatedActivation"] = true,
                ["values"] = new JsonArray(new JsonObject { ["name"] = "survey requested" }),
            },
            ["cancelEvents"] = null,
            ["actions"] = null,
        },
        ["appearance"] = new JsonObject
        {
            ["position"] = "right",
            ["displayThankYouMessage"] = true,
            ["thankYouMessageHeader"] = "Thank you",
            ["submitButtonText"] = "Send",
            ["whiteLabel"] = true,
        },
        ["start_date"] = "2026-01-01T00:00:00Z",
        ["end_date"] = null,
        ["current_iteration"] = null,
        ["current_iteration_start_date"] = null,
        ["schedule"] = "always",
        ["enable_partial_responses"] = false,
    };
}
