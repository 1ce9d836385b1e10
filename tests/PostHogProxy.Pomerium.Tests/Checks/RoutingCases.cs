namespace PostHogProxy.Pomerium.Tests.Checks;

internal static class RoutingCases
{
    private const string To = "to: https://us.i.posthog.com";
    private const string Assets = "to: https://us-assets.i.posthog.com";

    public static readonly IReadOnlyList<(string Id, string Text)> All =
    [
        ("PHX4006", $"routes:\n%MAIN- {{from: https://e.test, {Assets}, prefix: ⟦PHX4006|/static/⟧, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /array/, %CLEAN}}\n"),
        ("PHX4006", $"routes:\n%ASSETS- {{%HOST, prefix: /flags/, %CLEAN}}\n- {{%HOST, path: ⟦PHX4006|/flags/x⟧, %CLEAN}}\n%MAIN"),
        ("PHX4006", $"routes:\n%ASSETS- {{%HOST, regex: \"/s/.*\", %CLEAN}}\n- {{%HOST, path: ⟦PHX4006|/s/⟧, %CLEAN}}\n"),
        ("PHX4006", $"routes:\n- {{from: https://shop.test, to: http://api, prefix: /static/, %PUBLIC}}\n- {{from: https://shop.test, {Assets}, prefix: ⟦PHX4006|/static/⟧, %CLEAN}}\n- {{from: https://shop.test, {Assets}, prefix: /array/, %CLEAN}}\n- {{from: https://shop.test, {To}, %CLEAN}}\n"),
        ("PHX4006", "routes:\n%ASSETS%MAIN"),
        ("PHX4006", $"policies:\n- {{id: p, enforced: false, ppl: {{allow: {{or: [{{accept: true}}]}}}}}}\nroutes:\n- {{%HOST, policyIds: [p], %QUIET}}\n- {{from: https://e.test, {Assets}, prefix: /static/, policyIds: [p], %QUIET}}\n- {{from: https://e.test, {Assets}, prefix: /array/, policyIds: [p], %QUIET}}\n"),
        ("PHX4006", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://a, %PUBLIC}\n- {from: https://app.test, to: http://b, prefix: /x, %PUBLIC}\n"),

        ("PHX4007", $"routes:\n- %APP\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4007|/x1/static/⟧, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: /x1/, prefix_rewrite: /, %CLEAN}}\n"),
        ("PHX4007", "routes:\n%ASSETS- {from: ⟦PHX4007|https://e.test⟧, to: https://us.i.posthog.com, %CLEAN}\n- {from: https://e.test, to: http://app, prefix: /shop/, allowed_users: [x]}\n- {from: https://e.test, to: http://app, path: /x, allowed_users: [x]}\n"),
        ("PHX4007", $"routes:\n- {{from: https://e.test, {Assets}, prefix: /x1/static/, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: /x1/, prefix_rewrite: /, %CLEAN}}\n- %APP\n"),
        ("PHX4007", "routes:\n- {from: https://other.test, to: http://app, allowed_users: [x]}\n%ASSETS%MAIN"),

        ("PHX4008", "routes:\n- {name: main, from: ⟦PHX4008|https://e.test⟧, to: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4008", $"routes:\n- {{from: ⟦PHX4008|https://e.test⟧, {Assets}, prefix: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /array/, %CLEAN}}\n"),
        ("PHX4008", $"routes:\n- {{from: ⟦PHX4008|https://e.test⟧, {To}, prefix: /x1/, prefix_rewrite: /, %CLEAN}}\n- %APP\n"),
        ("PHX4008", "routes:\n%ASSETS%MAIN"),
        ("PHX4008", "routes:\n%ASSETS- %APP\n"),
        ("PHX4008", "routes:\n- {%HOST, regex: \"/(static|array|e)/.*\", %CLEAN}\n"),
        ("PHX4008", $"routes:\n- {{from: https://e.test, {To}, prefix: /t7x/flags/, prefix_rewrite: /flags/, %CLEAN}}\n- {{from: https://e.test, {To}, prefix: /t7x/i/v0/, prefix_rewrite: /i/v0/, %CLEAN}}\n- %APP\n"),
        ("PHX4008", "routes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4008", "routes:\n%ASSETS- {%HOST, prefix: /e/, %CLEAN}\n"),
        ("PHX4008", "routes:\n%ASSETS- {%HOST, prefix: /s/, %CLEAN}\n- {%HOST, prefix: /flags/, %CLEAN}\n"),
        ("PHX4008", "routes:\n%ASSETS- {%HOST, path: /e/, %CLEAN}\n"),
        ("PHX4008", "routes:\n- {from: ⟦PHX4008|https://e.test⟧, to: https://us.i.posthog.com, prefix: /e/, %CLEAN}\n"),
        ("PHX4008", "routes:\n- {%HOST, prefix: /flags/, %CLEAN}\n- {from: ⟦PHX4008|https://e.test⟧, to: https://us.i.posthog.com, prefix: /i/, %CLEAN}\n"),
        ("PHX4008", "routes:\n- {%HOST, prefix: /e/, %CLEAN}\n- %APP\n"),

        ("PHX4009", "routes:\n%ASSETS- {from: https://e.test, to: https://⟦PHX4009|us.posthog.com⟧, %CLEAN}\n"),
        ("PHX4009", "routes:\n%ASSETS- {from: https://e.test, to: https://⟦PHX4009|app.posthog.com⟧, %CLEAN}\n"),
        ("PHX4009", $"routes:\n- {{from: https://e.test, to: https://⟦PHX4009|us.i.posthog.com⟧, prefix: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /array/, %CLEAN}}\n%MAIN"),
        ("PHX4009", "routes:\n%ASSETS- {from: https://e.test, to: https://⟦PHX4009|us-assets.i.posthog.com⟧, %CLEAN}\n"),
        ("PHX4009", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4009|https://eu.i.posthog.com⟧, %CLEAN}\n"),
        ("PHX4009", "routes:\n%ASSETS- {from: https://e.test, to: [https://us.i.posthog.com, ⟦PHX4009|https://eu.i.posthog.com⟧], %CLEAN}\n"),
        ("PHX4009", "routes:\n%ASSETS- {from: https://e.test, to: [https://us.i.posthog.com, https://us.i.posthog.com], %CLEAN}\n"),
        ("PHX4009", "routes:\n%ASSETS%MAIN"),
        ("PHX4009", "routes:\n%ASSETS%MAIN- {from: https://eu.test, to: https://eu-assets.i.posthog.com, prefix: /static/, %CLEAN}\n- {from: https://eu.test, to: https://eu-assets.i.posthog.com, prefix: /array/, %CLEAN}\n- {from: https://eu.test, to: https://eu.i.posthog.com, %CLEAN}\n"),
        ("PHX4009", "routes:\n- {from: https://ph.test, to: https://posthog.internal, allowed_users: [x]}\n"),

        ("PHX4012", $"routes:\n- {{from: https://e.test, {Assets}, prefix: /x1/static/, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: /x1, prefix_rewrite: ⟦PHX4012|/⟧, %CLEAN}}\n"),
        ("PHX4012", "routes:\n- {from: https://e.test, to: ⟦PHX4012|https://us-assets.i.posthog.com/⟧, prefix: /static, %CLEAN}\n- {from: https://e.test, to: ⟦PHX4012|https://us-assets.i.posthog.com/⟧, prefix: /array/, %CLEAN}\n%MAIN"),
        ("PHX4012", $"routes:\n- {{from: https://e.test, {Assets}, prefix: /x1/static/, prefix_rewrite: ⟦PHX4012|/static⟧, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /x1/array/, prefix_rewrite: ⟦PHX4012|/⟧, %CLEAN}}\n- {{%HOST, prefix: /x1/, prefix_rewrite: /, %CLEAN}}\n"),
        ("PHX4012", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4012|https://us.i.posthog.com/hog⟧, %CLEAN}\n"),
        ("PHX4012", "routes:\n%ASSETS- {%HOST, regex: \"/.*\", prefix_rewrite: ⟦PHX4012|/e/⟧, %CLEAN}\n"),
        ("PHX4012", $"routes:\n- {{from: https://e.test, {Assets}/, prefix: /static/, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}/array/, prefix: /array/, %CLEAN}}\n- {{from: https://e.test, {To}/, %CLEAN}}\n"),
        ("PHX4012", $"routes:\n%ASSETS- {{from: https://e.test, {To}, regex_rewrite_pattern: \"^/(.*)$\", regex_rewrite_substitution: '/\\1', %CLEAN}}\n"),

        ("PHX4013", $"routes:\n- {{from: https://e.test, {Assets}, prefix: /x1/static/, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: ⟦PHX4013|/x1/⟧, %CLEAN}}\n"),
        ("PHX4013", $"routes:\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4013|/x1/static/⟧, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4013|\"/x1/array\"⟧, %CLEAN}}\n- {{%HOST, prefix: /x1/, prefix_rewrite: /, %CLEAN}}\n"),
        ("PHX4013", "routes:\n%ASSETS- {%HOST, prefix: /flags/, %CLEAN}\n- {%HOST, prefix: /i/v0/, %CLEAN}\n%MAIN"),
        ("PHX4013", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, prefix: /x1/, %PUBLIC}\n"),

        ("PHX4014", "routes:\n- {from: https://app.test, to: http://app, prefix: /a/, prefix_rewrite: /, ⟦PHX4014|regex_rewrite_pattern⟧: \"a\", allowed_users: [x]}\n"),
        ("PHX4014", "routes:\n%ASSETS- {%HOST, prefix_rewrite: /, ⟦PHX4014|regex_rewrite_pattern⟧: \"a\", regex_rewrite_substitution: b, %CLEAN}\n"),
        ("PHX4014", "routes:\n- {from: https://app.test, to: http://app, prefix: /a/, prefix_rewrite: /, regex_rewrite_substitution: \"a\", allowed_users: [x]}\n"),
        ("PHX4014", "routes:\n- {from: https://app.test, to: http://app, prefix_rewrite: \"\", regex_rewrite_pattern: \"a\", allowed_users: [x]}\n"),

        ("PHX4020", "routes:\n%ASSETS- {%HOST, path: ⟦PHX4020|/healthz⟧, %CLEAN}\n%MAIN"),
        ("PHX4020", $"routes:\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4020|/.pomerium/ph/static/⟧, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4020|/.pomerium/ph/array/⟧, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: ⟦PHX4020|/.pomerium/ph/⟧, prefix_rewrite: /, %CLEAN}}\n"),
        ("PHX4020", "routes:\n%ASSETS- {%HOST, path: /ping/x, %CLEAN}\n%MAIN"),
        ("PHX4020", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, path: /healthz, allowed_users: [x]}\n"),

        ("PHX4042", "routes:\n- {from: \"https://*.test\", to: http://app, allowed_users: [x]}\n- {from: ⟦PHX4042|https://shop.test⟧, to: https://us-assets.i.posthog.com, prefix: /x1/static/, prefix_rewrite: /static/, %CLEAN}\n- {from: https://shop.test, to: https://us-assets.i.posthog.com, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}\n- {from: https://shop.test, to: https://us.i.posthog.com, prefix: /x1/, prefix_rewrite: /, %CLEAN}\n"),
        ("PHX4042", "routes:\n- {from: ⟦PHX4042|\"https://e.*.test\"⟧, to: https://us-assets.i.posthog.com, prefix: /static/, %CLEAN}\n- {from: \"https://e.*.test\", to: https://us-assets.i.posthog.com, prefix: /array/, %CLEAN}\n- {from: \"https://e.*.test\", to: https://us.i.posthog.com, %CLEAN}\n- {from: https://e.app.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4042", "routes:\n- {from: \"https://*.test\", to: http://app, allowed_users: [x]}\n%ASSETS%MAIN"),
        ("PHX4042", "routes:\n- {from: \"https://*.example\", to: http://app, allowed_users: [x]}\n- {from: https://shop.test, to: https://us-assets.i.posthog.com, prefix: /x1/static/, prefix_rewrite: /static/, %CLEAN}\n- {from: https://shop.test, to: https://us-assets.i.posthog.com, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}\n- {from: https://shop.test, to: https://us.i.posthog.com, prefix: /x1/, prefix_rewrite: /, %CLEAN}\n"),

        ("PHX4044", $"routes:\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4044|/ingest/static/⟧, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /ingest/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: /ingest/, prefix_rewrite: /, %CLEAN}}\n- %APP\n"),
        ("PHX4044", $"routes:\n- {{from: https://e.test, {Assets}, prefix: '/ingest-x1/static/', prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /ingest-x1/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: /ingest-x1/, prefix_rewrite: /, %CLEAN}}\n"),
        ("PHX4044", $"routes:\n- {{from: https://a.test, {To}, prefix: /k3fw/flags/, prefix_rewrite: /flags/, %CLEAN}}\n- {{from: https://b.test, {To}, prefix: ⟦PHX4044|/s/telemetry/flags/⟧, prefix_rewrite: /flags/, %CLEAN}}\n"),
        ("PHX4044", $"routes:\n- {{from: ⟦PHX4044|https://posthog.shop.test⟧, {Assets}, prefix: /static/, %CLEAN}}\n- {{from: https://posthog.shop.test, {Assets}, prefix: /array/, %CLEAN}}\n- {{from: https://posthog.shop.test, {To}, %CLEAN}}\n"),
        ("PHX4044", $"routes:\n- {{from: ⟦PHX4044|https://stats.shop.test⟧, {To}, prefix: /flags/, %CLEAN}}\n- {{from: https://matomo.shop.test, to: http://app, allowed_users: [x]}}\n"),
        ("PHX4044", $"routes:\n- {{from: https://posthog.shop.test, {Assets}, prefix: /t7x/static/, prefix_rewrite: /static/, %CLEAN}}\n- {{from: https://posthog.shop.test, {Assets}, prefix: /t7x/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{from: https://posthog.shop.test, {To}, prefix: /t7x/, prefix_rewrite: /, %CLEAN}}\n- {{from: https://posthog.shop.test, to: http://app, allowed_users: [x]}}\n"),
        ("PHX4044", $"routes:\n- {{from: https://posthog.shop.test, {To}, prefix: /flags/, %CLEAN}}\n- {{from: https://posthog.shop.test, to: http://app, allowed_users: [x]}}\n"),
        ("PHX4044", $"routes:\n- {{from: \"https://*.test\", {To}, prefix: /flags/, %CLEAN}}\n- {{from: https://posthog.example, {To}, path: /flags/, %CLEAN}}\n- {{from: https://matomo.example, {To}, regex: /flags/.*, %CLEAN}}\n"),
        ("PHX4044", "routes:\n- {from: https://app.test, to: http://app, prefix: /ingest/, %PUBLIC}\n"),
        ("PHX4044", "routes:\n%ASSETS%MAIN"),

        ("PHX4060", $"routes:\n- {{from: ⟦PHX4060|https://e.test⟧, {Assets}, prefix: /static/, %CLEAN}}\n%MAIN"),
        ("PHX4060", $"routes:\n- {{from: https://e.test, {Assets}, prefix: /static/, %CLEAN}}\n- {{from: https://e.test, to: ⟦PHX4060|https://us.i.posthog.com⟧, prefix: /array/, %CLEAN}}\n%MAIN"),
        ("PHX4060", "routes:\n%ASSETS%MAIN"),
        ("PHX4060", "routes:\n- {from: https://app.test, to: http://app, prefix: /static/, allowed_users: [x]}\n"),

        ("PHX4061", $"routes:\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4061|/static⟧, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4061|\"/array\"⟧, %CLEAN}}\n%MAIN"),
        ("PHX4061", $"routes:\n- {{from: https://e.test, {Assets}, prefix: ⟦PHX4061|/x1/static⟧, prefix_rewrite: /static, %CLEAN}}\n- {{from: https://e.test, {Assets}, prefix: /x1/array/, prefix_rewrite: /array/, %CLEAN}}\n- {{%HOST, prefix: /x1/, prefix_rewrite: /, %CLEAN}}\n"),
        ("PHX4061", "routes:\n%ASSETS%MAIN"),
        ("PHX4061", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, prefix: /a, allowed_users: [x]}\n"),

        ("PHX4018", "routes:\n%ASSETS%MAIN- {name: main, from: ⟦PHX4018|https://e.test⟧, to: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4018", "routes:\n%ASSETS%MAIN- {name: other, from: ⟦PHX4018|https://e.test⟧, to: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4018", "routes:\n- {from: https://a.test, to: http://app, allowed_users: [x]}\n- {from: ⟦PHX4018|https://a.test⟧, to: http://app, allowed_users: [y]}\n"),
        ("PHX4018", "routes:\n- {name: a, from: https://a.test, to: http://app, allowed_users: [x]}\n- {name: b, from: ⟦PHX4018|https://a.test⟧, to: http://app, allowed_users: [y]}\n"),
        ("PHX4018", "routes:\n- {name: a, from: https://a.test, to: http://app, %PUBLIC}\n- {name: b, from: ⟦PHX4018|https://a.test⟧, to: 'http://app?x', allowed_users: [y]}\n"),
        ("PHX4018", "routes:\n- {name: a, from: https://a.test, to: http://app, allowed_users: [x]}\n- {name: b, from: https://a.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4018", "routes:\n- {name: a, from: https://a.test, to: http://app, allowed_users: [x]}\n- {name: b, from: https://a.test, to: http://app/, allowed_users: [y]}\n"),
        ("PHX4018", "routes:\n- {from: https://a.test, to: http://app, prefix: /a, allowed_users: [x]}\n- {from: https://a.test, to: http://app, prefix: /b, allowed_users: [y]}\n- {from: https://a.test, redirect: {https_redirect: true}}\n- {from: https://a.test, redirect: {https_redirect: true}}\n"),
    ];
}
