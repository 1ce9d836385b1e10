namespace PostHogProxy.Pomerium.Tests.Checks;

internal static class SettingCases
{
    public static readonly IReadOnlyList<(string Id, string Text)> All =
    [
        ("PHX4010", "routes:\n%ASSETS- {%HOST, %CLEAN, preserve_host_header: ⟦PHX4010|true⟧}\n"),
        ("PHX4010", "routes:\n%ASSETS- {%HOST, %CLEAN, host_rewrite: ⟦PHX4010|e.test⟧, preserve_host_header: true}\n"),
        ("PHX4010", "routes:\n%ASSETS- {%HOST, %CLEAN, host_rewrite_header: ⟦PHX4010|X-Host⟧}\n"),
        ("PHX4010", "routes:\n%ASSETS- {%HOST, %CLEAN, host_rewrite: US.i.posthog.com, preserve_host_header: true}\n"),
        ("PHX4010", "routes:\n%ASSETS- {%HOST, %CLEAN, preserve_host_header: false}\n- {from: https://app.test, to: http://app, allowed_users: [x], preserve_host_header: true}\n"),

        ("PHX4011", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_upstream_server_name: ⟦PHX4011|e.test⟧}\n"),
        ("PHX4011", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_server_name: ⟦PHX4011|e.test⟧}\n"),
        ("PHX4011", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_upstream_server_name: us.i.posthog.com}\n"),
        ("PHX4011", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: https://app, allowed_users: [x], tls_upstream_server_name: b.test}\n"),

        ("PHX4015", "routes:\n- {⟦PHX4015|to⟧: http://app, prefix: /a, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ⟦PHX4015|app.test⟧, to: http://app, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ⟦PHX4015|https://app.test/x⟧, to: http://app, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ⟦PHX4015|'https://a\\1.test'⟧, to: http://app, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ⟦PHX4015|https://app.test⟧, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://app.test, to: [http://a, ⟦PHX4015|nowhere⟧], allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://app.test, to: [\"http://a,1\", ⟦PHX4015|http://b⟧], allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- from: https://app.test\n  to: \"⟦PHX4015|http://a⟧,0\"\n  allowed_users: [x]\n"),
        ("PHX4015", "routes:\n- {from: https://app.test, to: [\"http://a,1\", \"http://b,2\"], allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://app.test/, redirect: {https_redirect: true}}\n- {from: https://b.test, response: {status: 200}}\n- {from: tcp+https://c.test:22/x, to: tcp://c:22, allowed_users: [x]}\n"),

        // One host in two spellings: Envoy refuses the routes of every host.
        ("PHX4015", "routes:\n- {from: https://app.test, to: http://a, prefix: /a, allowed_users: [x]}\n- {from: ⟦PHX4015|https://App.test⟧, to: http://b, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ⟦PHX4015|https://APP.test⟧, to: http://a, prefix: /a, allowed_users: [x]}\n- {from: ⟦PHX4015|https://App.test⟧, to: http://b, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: 'https://app.test:8443', to: http://a, prefix: /a, allowed_users: [x]}\n- {from: ⟦PHX4015|'https://App.test:8443'⟧, to: http://b, allowed_users: [x]}\n"),
        ("PHX4015", "authenticate_service_url: ⟦PHX4015|https://Auth.test⟧\nroutes:\n- {from: https://auth.test, to: http://a, prefix: /a, allowed_users: [x]}\n"),
        ("PHX4015", "authenticate_service_url: https://auth.test\nroutes:\n- {from: ⟦PHX4015|https://AUTH.test⟧, to: http://a, prefix: /a, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://app.test, to: http://a, tls_downstream_server_name: ⟦PHX4015|B.test⟧, allowed_users: [x]}\n- {from: https://b.test, to: http://b, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://db.test, to: http://a, allowed_users: [x]}\n- {from: ⟦PHX4015|tcp+https://DB.test⟧, to: tcp://b, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://App.test, to: http://a, prefix: /a, allowed_users: [x]}\n- {from: https://App.test, to: http://b, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: https://app.test, to: http://a, allowed_users: [x]}\n- {from: 'https://App.test:8443', to: http://b, allowed_users: [x]}\n- {from: 'https://*.App.test', to: http://b, allowed_users: [x]}\n- {from: 'https://*.app.test', to: http://c, allowed_users: [x]}\n- {from: ssh://APP.test, to: ssh://c, allowed_users: [x]}\n"),
        ("PHX4015", "services: proxy\nauthenticate_service_url: https://Auth.test\nroutes:\n- {from: https://auth.test, to: http://a, prefix: /a, allowed_users: [x]}\n"),

        // SSH routes that make no route configuration.
        ("PHX4015", "routes:\n- {from: ssh://git.test, to: [ssh://a, ⟦PHX4015|ssh://b⟧], allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ssh://git.test, to: ⟦PHX4015|tcp://a⟧, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ssh://git.test, ⟦PHX4015|redirect⟧: {https_redirect: true}, allowed_users: [x]}\n"),
        ("PHX4015", "routes:\n- {from: ssh://git.test, to: ssh://a:22, allowed_users: [x]}\n"),

        // Sockets are upstreams.
        ("PHX4015", "routes:\n- {from: https://app.test, to: unix:///run/app.sock, allowed_users: [x]}\n- {from: https://b.test, to: https+unix:///run/app.sock, allowed_users: [x]}\n"),

        ("PHX4016", "⟦PHX4016|client_ca_file⟧: a.pem\nroutes:\n%ASSETS%MAIN"),
        ("PHX4016", "⟦PHX4016|tracing_provider⟧: x\n⟦PHX4016|idp_qps⟧: 1\n⟦PHX4016|policy_file⟧: x\n"),
        ("PHX4016", "routes:\n- {from: https://app.test, to: http://app, ⟦PHX4016|allowed_groups⟧: [x], allowed_users: [x]}\n- {from: https://b.test, to: http://app, ⟦PHX4016|set_authorization_header⟧: x, allowed_users: [x]}\n"),
        ("PHX4016", "policy:\n- {from: https://app.test, to: http://app, allowed_groups: [x], allowed_users: [x]}\n"),
        ("PHX4016", "downstream_mtls: {ca_file: a.pem, enforcement: policy}\nroutes:\n%ASSETS%MAIN"),

        ("PHX4017", "routes:\n%ASSETS- {%HOST, %CLEAN, timeout: ⟦PHX4017|30⟧}\n"),
        ("PHX4017", "skip_xff_append: ⟦PHX4017|no⟧\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x], ⟦PHX4017|from⟧: x}\n"),
        ("PHX4017", "routes:\n%ASSETS- {%HOST, %CLEAN, timeout: 30s, idle_timeout: 0}\n"),
        ("PHX4017", "skip_xff_append: \"false\"\nroutes:\n%ASSETS%MAIN"),

        ("PHX4021", "routes:\n- from: https://e.test\n  to: x⟦PHX4021|:⟧ y\n"),
        ("PHX4021", "routes: ⟦PHX4021|*none⟧\n"),
        ("PHX4021", "routes:\n%ASSETS%MAIN"),
        ("PHX4021", "# nothing but a comment\n"),

        ("PHX4031", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: [Cookie], pass_identity_headers: ⟦PHX4031|true⟧}\n"),
        ("PHX4031", "pass_identity_headers: true\nroutes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4031|https://us.i.posthog.com⟧, %PUBLIC, remove_request_headers: [Cookie]}\n"),
        ("PHX4031", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: [Cookie]}\n"),
        ("PHX4031", "pass_identity_headers: true\nroutes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x], pass_identity_headers: true}\n"),

        ("PHX4032", "routes:\n%ASSETS- {%HOST, %CLEAN, set_request_headers: {⟦PHX4032|X-Token⟧: \"${pomerium.id_token}\", X-A: b}}\n"),
        ("PHX4032", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4032|enable_google_cloud_serverless_authentication⟧: true}\n"),
        ("PHX4032", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4032|kubernetes_service_account_token_file⟧: /a}\n"),
        ("PHX4032", "routes:\n%ASSETS- {%HOST, %CLEAN, set_request_headers: {X-A: b}, enable_google_cloud_serverless_authentication: false}\n"),
        ("PHX4032", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x], set_request_headers: {X-Token: \"${pomerium.jwt}\"}}\n"),

        ("PHX4033", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4033|https://us.i.posthog.com⟧, %PUBLIC}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: ⟦PHX4033|[X-A]⟧}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: ⟦PHX4033|\"X-A, cookie\"⟧}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: \"X-A,cookie\"}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, set_request_headers: {Cookie: a=b}}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: ⟦PHX4033|\"X-A, Cookie\"⟧}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: ⟦PHX4033|'Cookie ,X-A'⟧}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: [X-A, ⟦PHX4033|' Cookie'⟧]}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: 'Cookie, X-A'}\n"),
        ("PHX4033", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: 'X-A, Cookie,Cookie'}\n"),
        ("PHX4033", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),

        ("PHX4034", "skip_xff_append: ⟦PHX4034|true⟧\nroutes:\n%ASSETS%MAIN"),
        ("PHX4034", "routes:\n%ASSETS- {%HOST, %PUBLIC, remove_request_headers: [Cookie, ⟦PHX4034|x-forwarded-for⟧]}\n"),
        ("PHX4034", "routes:\n%ASSETS- {%HOST, %CLEAN, set_request_headers: {⟦PHX4034|X-Forwarded-For⟧: 1.2.3.4}}\n"),
        ("PHX4034", "skip_xff_append: true\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4034", "routes:\n%ASSETS- {%HOST, %CLEAN, set_request_headers: {X-Forwarded-Host: a}}\n"),

        ("PHX4035", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4035|http://us.i.posthog.com⟧, %CLEAN}\n"),
        ("PHX4035", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_skip_verify: ⟦PHX4035|true⟧}\n"),
        ("PHX4035", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_skip_verify: false}\n"),
        ("PHX4035", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x], tls_skip_verify: true}\n"),

        ("PHX4037", "routes:\n%ASSETS- {%HOST, %CLEAN, set_response_headers: {⟦PHX4037|Access-Control-Allow-Origin⟧: \"*\"}}\n"),
        ("PHX4037", "set_response_headers: {⟦PHX4037|Cross-Origin-Resource-Policy⟧: same-origin, X-A: b}\nroutes:\n%ASSETS%MAIN"),
        ("PHX4037", "routes:\n%ASSETS- {%HOST, %CLEAN, set_response_headers: {X-A: b, disable: true}}\n"),
        ("PHX4037", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x], set_response_headers: {Content-Type: x}}\n"),

        ("PHX4038", "routes:\n%ASSETS- {%HOST, %CLEAN, allow_websockets: ⟦PHX4038|true⟧}\n"),
        ("PHX4038", "routes:\n%ASSETS- {%HOST, %CLEAN, allow_upgrades: [⟦PHX4038|websocket⟧]}\n"),
        ("PHX4038", "routes:\n%ASSETS- {%HOST, %CLEAN, allow_websockets: false}\n"),
        ("PHX4038", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x], allow_websockets: true}\n"),

        ("PHX4039", "routes:\n%ASSETS- {%HOST, %CLEAN, timeout: ⟦PHX4039|5s⟧}\n"),
        ("PHX4039", "default_upstream_timeout: ⟦PHX4039|9s⟧\ntimeout_read: ⟦PHX4039|500ms⟧\nroutes:\n%ASSETS%MAIN"),
        ("PHX4039", "routes:\n%ASSETS- {%HOST, %CLEAN, timeout: 0s, idle_timeout: 10s}\n"),
        ("PHX4039", "default_upstream_timeout: 5s\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x], timeout: 1s}\n"),

        ("PHX4040", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4040|cors_preflight⟧: true}\n"),
        ("PHX4040", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4040|prefix_rewirte⟧: /}\n"),
        ("PHX4040", "⟦PHX4040|cookie_nmae⟧: x\nroutes:\n%ASSETS%MAIN"),
        ("PHX4040", "routes:\n- {from: https://e.test, ⟦PHX4040|too⟧: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4040", "x-base: 1\nsomething_new_in_0_40: 1\nroutes:\n%ASSETS- {%HOST, %CLEAN, x-note: a, session_recording: {}}\n"),
        ("PHX4040", "routes:\n- {from: https://app.test, to: http://app, allowed_users: [x], my_key: 1}\n"),
        ("PHX4040", "routes:\n- {from: https://app.test, to: http://app, allowed_users: [x], my_key: 1, description: us.i.posthog.com, logo_url: https://posthog.com/a.png}\n"),

        ("PHX4041", "routes:\n%ASSETS- {%HOST, %CLEAN, path: /e/, ⟦PHX4041|prefix⟧: /s/}\n%MAIN"),
        ("PHX4041", "routes:\n%ASSETS- {%HOST, %CLEAN, regex: \"/e/\", ⟦PHX4041|path⟧: /e/, prefix: /e/}\n%MAIN"),
        ("PHX4041", "routes:\n%ASSETS- {%HOST, %CLEAN, path: /e/, prefix: \"\"}\n%MAIN"),
        ("PHX4041", "routes:\n- {from: https://app.test, to: http://app, allowed_users: [x], path: /e/, prefix: /s/}\n"),

        ("PHX4043", "⟦PHX4043|policy⟧:\n%ASSETS%MAINroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4043", "routes:\n%ASSETS%MAIN⟦PHX4043|policy⟧:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4043", "policy:\n%ASSETS%MAIN"),
        ("PHX4043", "policy: []\nroutes:\n%ASSETS%MAIN"),

        ("PHX4045", "routes:\n%ASSETS- {from: ⟦PHX4045|http://e.test⟧, to: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4045", "routes:\n%ASSETS- {from: ⟦PHX4045|\"http://e.test:80\"⟧, to: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4045", "routes:\n%ASSETS%MAIN"),
        ("PHX4045", "routes:\n- {from: http://app.test, to: http://app, allowed_users: [x]}\n"),

        ("PHX4062", "routes:\n%ASSETS- {%HOST, %CLEAN, regex: \"/.*\", ⟦PHX4062|regex_priority_order⟧: 1}\n"),
        ("PHX4062", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4062|regex_priority_order⟧: 0}\n"),
        ("PHX4062", "policies:\n- {id: p, enforced: false, ppl: {allow: {or: [{accept: true}]}}}\nroutes:\n- {%HOST, policyIds: [p], %QUIET, regex: \"/.*\", regex_priority_order: 1}\n"),
        ("PHX4062", "routes:\n- {from: https://app.test, to: http://app, allowed_users: [x], regex: \"/.*\", regex_priority_order: 1}\n"),

        ("PHX4063", "bearer_token_format: ⟦PHX4063|idp_access_token⟧\nroutes:\n%ASSETS%MAIN"),
        ("PHX4063", "routes:\n%ASSETS- {%HOST, %CLEAN, bearer_token_format: ⟦PHX4063|idp_identity_token⟧}\n"),
        ("PHX4063", "bearer_token_format: default\nroutes:\n%ASSETS%MAIN"),
        ("PHX4063", "bearer_token_format: idp_access_token\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),

        ("PHX4064", "authenticate_service_url: https://e.test\nroutes:\n- {name: static, from: ⟦PHX4064|https://e.test⟧, to: https://us-assets.i.posthog.com, prefix: /static/, %CLEAN}\n- {from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /array/, %CLEAN}\n- {from: https://e.test, to: https://us.i.posthog.com, %CLEAN}\n"),
        ("PHX4064", "authenticate_internal_service_url: ⟦PHX4015|https://E.test:443⟧\nroutes:\n- {from: ⟦PHX4064|https://e.test⟧, to: https://us.i.posthog.com, prefix: /flags/, %CLEAN}\n"),
        ("PHX4064", "authenticate_service_url: https://auth.test\nroutes:\n%ASSETS%MAIN"),
        ("PHX4064", "authenticate_service_url: https://app.test\nroutes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),

        ("PHX4066", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4066|tls_server_name⟧: us.i.posthog.com}\n"),
        ("PHX4066", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4066|tls_server_name⟧: US.i.posthog.com}\n"),
        ("PHX4066", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_upstream_server_name: us.i.posthog.com}\n"),
        ("PHX4066", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: https://app, allowed_users: [x], tls_server_name: b.test}\n"),

        // The file's list counts where the route has neither switch nor list.
        ("PHX4038", "allow_upgrades: [⟦PHX4038|WebSocket⟧, spdy]\nroutes:\n%ASSETS%MAIN"),
        ("PHX4038", "allow_upgrades: ⟦PHX4038|spdy,websocket⟧\nroutes:\n%ASSETS%MAIN"),
        ("PHX4038", "allow_upgrades: [websocket]\nroutes:\n- {from: https://e.test, to: https://us.i.posthog.com, prefix: /flags/, %CLEAN, allow_upgrades: []}\n"),
        ("PHX4038", "allow_upgrades: [spdy, ' websocket']\nroutes:\n%ASSETS%MAIN"),
        ("PHX4038", "allow_upgrades: 'spdy, websocket'\nroutes:\n%ASSETS%MAIN"),
        ("PHX4038", "allow_upgrades: [websocket]\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),

        ("PHX4039", "timeout_write: ⟦PHX4039|5s⟧\nroutes:\n%ASSETS%MAIN"),
        ("PHX4039", "Timeout_Write: ⟦PHX4039|9.9s⟧\nroutes:\n%ASSETS%MAIN"),
        ("PHX4039", "timeout_write: 0\nroutes:\n%ASSETS%MAIN"),
        ("PHX4039", "timeout_write: 1m\nroutes:\n%ASSETS%MAIN"),
        ("PHX4039", "timeout_write: 5s\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),

        ("PHX4048", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4048|tls_custom_ca_file⟧: /corp-ca.pem}\n"),
        ("PHX4048", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4048|tls_custom_ca⟧: eA==}\n"),
        ("PHX4048", "x: &x {⟦PHX4048|tls_custom_ca_file⟧: /corp-ca.pem}\nroutes:\n- {from: https://e.test, to: https://us.i.posthog.com, prefix: /flags/, %CLEAN, <<: *x}\n- {from: https://app.test, to: https://app, allowed_users: [x], <<: *x}\n"),
        ("PHX4048", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_custom_ca_file: \"\", tls_custom_ca: ~}\n"),
        ("PHX4048", "certificate_authority_file: /corp-ca.pem\nroutes:\n%ASSETS%MAIN- {from: https://app.test, to: https://app, allowed_users: [x], tls_custom_ca_file: /corp-ca.pem}\n"),
        ("PHX4048", "routes:\n%ASSETS- {%HOST, %CLEAN, tls_custom_ca_file: /a.pem, tls_skip_verify: ⟦PHX4035|true⟧}\n"),

        ("PHX4049", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4049|h2c://us.i.posthog.com⟧, %CLEAN}\n"),
        ("PHX4049", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4049|'H2C://us.i.posthog.com:443'⟧, %CLEAN}\n"),
        ("PHX4049", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4049|tcp://us.i.posthog.com⟧, %CLEAN}\n"),
        ("PHX4049", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: h2c://app, allowed_users: [x]}\n"),
        ("PHX4049", "routes:\n%ASSETS- {from: https://e.test, to: HTTPS://us.i.posthog.com, %CLEAN}\n"),

        ("PHX4050", "routes:\n- {from: ⟦PHX4050|'https://*.Shop.test'⟧, to: https://us.i.posthog.com, prefix: /flags/, %CLEAN}\n"),
        ("PHX4050", "routes:\n- {from: ⟦PHX4050|'https://e.test:'⟧, to: https://us.i.posthog.com, prefix: /flags/, %CLEAN}\n"),
        ("PHX4050", "routes:\n- {from: 'https://*.shop.test', to: https://us.i.posthog.com, prefix: /flags/, %CLEAN}\n- {from: 'https://*.Shop.test', to: http://app, allowed_users: [x]}\n"),
        ("PHX4050", "routes:\n%ASSETS- {from: https://e.test:443, to: https://us.i.posthog.com, %CLEAN}\n- {from: 'https://app.test:', to: http://app, allowed_users: [x]}\n"),
    ];
}
