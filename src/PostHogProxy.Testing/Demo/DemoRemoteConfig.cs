using System.Text.Json.Nodes;

namespace PostHogProxy.Testing.Demo;

/// <summary>
/// The demo projects' settings, everything switched on. Fields as posthog-js 1.449.2 reads them
/// (<c>RemoteConfig</c> in @posthog/browser-common).
/// </summary>
internal static class DemoRemoteConfig
{
    public static JsonObject Json() => new()
    {
        ["supportedCompression"] = new JsonArray("gzip", "gzip-js"),
        ["analytics"] = new JsonObject { ["endpoint"] = "/i/v0/e/" },
        ["elementsChainAsString"] = true,
        ["autocapture_opt_out"] = false,
        ["autocaptureExceptions"] = true,
        ["errorTracking"] = new JsonObject { ["autocaptureExceptions"] = true, ["suppressionRules"] = new JsonArray() },
        ["captureDeadClicks"] = true,
        ["capturePerformance"] = new JsonObject
        {
            ["network_timing"] = true,
            ["web_vitals"] = true,
            ["web_vitals_allowed_metrics"] = null,
        },
        ["heatmaps"] = true,
        ["hasFeatureFlags"] = true,
        ["defaultIdentifiedOnly"] = true,
        ["isAuthenticated"] = false,
        ["toolbarParams"] = new JsonObject(),
        ["siteApps"] = new JsonArray(),

        // true, not the list: the client then asks /api/surveys/, which is one more path through a proxy.
        ["surveys"] = true,
        ["productTours"] = false,
        ["conversations"] = false,
        ["logs"] = new JsonObject { ["captureConsoleLogs"] = false },

        // Without scriptConfig the client loads /static/<version>/lazy-recorder.js.
        ["sessionRecording"] = new JsonObject
        {
            ["endpoint"] = "/s/",
            ["recorderVersion"] = "v2",
            ["consoleLogRecordingEnabled"] = true,
            ["sampleRate"] = null,
            ["minimumDurationMilliseconds"] = null,
            ["linkedFlag"] = null,
            ["networkPayloadCapture"] = null,
            ["masking"] = null,
            ["urlTriggers"] = new JsonArray(),
            ["urlBlocklist"] = new JsonArray(),
            ["eventTriggers"] = new JsonArray(),
        },
    };

    /// <summary>config.js: the loader looks the config up by token in this one global (posthog-js remote-config.ts).</summary>
    public static string Script(string token) => $$"""
        (function () {
          var configs = window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};
          configs[{{JsonValue.Create(token).ToJsonString()}}] = {
            config: {{Json().ToJsonString()}},
            siteApps: []
          };
        })();
        """;
}
