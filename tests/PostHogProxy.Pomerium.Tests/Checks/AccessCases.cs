namespace PostHogProxy.Pomerium.Tests.Checks;

internal static class AccessCases
{
    public static readonly IReadOnlyList<(string Id, string Text)> All =
    [
        ("PHX4001", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{⟦PHX4001|public: true⟧}]}}]}\n"),
        ("PHX4001", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: true}, {⟦PHX4001|emial⟧: a@b.c}]}}]}\n"),
        ("PHX4001", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, policy: {allow: {and: [{⟦PHX4001|day_of_week⟧: mon}, {email: a@b.c}]}}}\n"),
        ("PHX4001", "routes:\n- {from: https://app.test, to: http://app, policy: {allow: {and: [{⟦PHX4001|record⟧: {type: x}}]}}}\n"),
        ("PHX4001", "policies:\n- {name: p, enforced: false, ppl: {allow: {or: [{⟦PHX4001|public: true⟧}]}}}\nroutes: []\n"),
        ("PHX4001", "policies:\n- {name: p, enforced: false, ppl: ⟦PHX4001|'{allow: {or: [{nobody: true}]}}'⟧}\nroutes: []\n"),
        ("PHX4001", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, policy: {allow: {and: [{domain: b.c}, {claim/x: y}, {http_path: /a}, {source_ip: 1.2.3.4}]}}}\n"),
        ("PHX4001", "policies:\n- {name: p, enforced: false, ppl: {allow: {or: [{accept: true}, {day_of_week: mon}]}}}\nroutes: []\n"),
        ("PHX4001", "routes:\n%ASSETS- {%HOST, %QUIET, policy: {Allow: {OR: [{Accept: true}]}}}\n"),

        ("PHX4002", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{⟦PHX4002|permit⟧: {or: [{accept: true}]}}]}\n"),
        ("PHX4002", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {⟦PHX4002|xor⟧: [{accept: true}]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{⟦PHX4002|allow: [{accept: true}]⟧}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{allow: {and: [⟦PHX4002|{email: a@b.c, domain: b.c}⟧]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{allow: {and: [{email: {⟦PHX4002|end_with⟧: b.c}}]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{allow: {and: [{email: {in: ⟦PHX4002|a@b.c⟧}}]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{allow: {and: [{groups: {⟦PHX4002|contains⟧: x}}]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: ⟦PHX4002|everybody⟧}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{allow: {and: [{email: {in: [a@b.c], not: d}}, {groups: {has: x}}, {device: {approved: true}}]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: [{allow: {action: x, or: [{user: x}]}, deny: {nor: [{domain: {is: b.c}}]}}]}\n"),
        ("PHX4002", "routes:\n- {from: https://app.test, to: http://app, policy: []}\n"),

        ("PHX4003", "routes:\n%ASSETS- {from: https://e.test, to: ⟦PHX4003|https://us.i.posthog.com⟧, %QUIET}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, ⟦PHX4003|allow_any_authenticated_user⟧: true}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, ⟦PHX4003|allowed_domains⟧: [b.c]}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, ⟦PHX4003|policy⟧: [{allow: {and: [{accept: true}, {email: a@b.c}]}}]}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, %PUBLIC, ⟦PHX4003|policy⟧: [{deny: {or: [{accept: true}]}}]}\n"),
        ("PHX4003", "policies: []\nroutes:\n- {from: https://e.test, to: [⟦PHX4003|https://us.i.posthog.com⟧], policyIds: [], prefix: /flags/, %QUIET}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, %PUBLIC, policy: [{allow: {and: [{accept: true}, {email: a@b.c}]}}]}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{email: {not: a@b.c}}]}}]}\n"),
        ("PHX4003", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{source_ip: 10.0.0.1}]}}]}\n"),
        ("PHX4003", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_domains: [b.c]}\n"),

        ("PHX4004", "routes:\n%ASSETS- {%HOST, %CLEAN, policy: [{deny: {or: [{⟦PHX4004|email: a@b.c⟧}]}}]}\n"),
        ("PHX4004", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: true}], not: [{⟦PHX4004|domain: b.c⟧}]}}]}\n"),
        ("PHX4004", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: true}]}}, {allow: {nor: [{⟦PHX4004|user: x⟧}]}}]}\n"),
        ("PHX4004", "routes:\n%ASSETS- {%HOST, %CLEAN, policy: [{deny: {or: [{reject: true}]}}]}\n"),
        ("PHX4004", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, %PUBLIC, policy: [{deny: {or: [{email: a@b.c}]}}]}\n"),
        ("PHX4004", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: true}, {email: a@b.c}]}}]}\n"),

        ("PHX4005", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4005|allowed_users⟧: [a@b.c]}\n"),
        ("PHX4005", "routes:\n- {from: https://app.test, to: http://app, %PUBLIC, ⟦PHX4005|allow_any_authenticated_user⟧: true, allowed_domains: [b.c]}\n"),
        ("PHX4005", "routes:\n- {from: https://app.test, to: http://app, ⟦PHX4005|allow_any_authenticated_user⟧: true, allowed_domains: [b.c]}\n"),
        ("PHX4005", "routes:\n%ASSETS- {%HOST, %CLEAN, allowed_idp_claims: {groups: [x]}}\n"),
        ("PHX4005", "routes:\n%ASSETS- {%HOST, %CLEAN, allow_any_authenticated_user: false, allowed_users: }\n"),
        ("PHX4005", "routes:\n- {from: https://app.test, to: http://app, allowed_users: [x], allowed_domains: [b.c]}\n"),

        ("PHX4019", "⟦PHX4019|downstream_mtls⟧: {ca_file: a.pem}\nroutes:\n%ASSETS%MAIN"),
        ("PHX4019", "routes:\n%ASSETS- {%HOST, %CLEAN, ⟦PHX4019|tls_downstream_client_ca⟧: eA==}\n"),
        ("PHX4019", "downstream_mtls: {ca: eA==, enforcement: policy}\nroutes:\n%ASSETS- {%HOST, %CLEAN, policy: [{deny: {or: [{⟦PHX4019|invalid_client_certificate: true⟧}]}}]}\n"),
        ("PHX4019", "downstream_mtls: {ca: eA==, enforcement: policy}\nroutes:\n%ASSETS%MAIN"),
        ("PHX4019", "downstream_mtls: {enforcement: reject_connection}\nroutes:\n%ASSETS%MAIN"),
        ("PHX4019", "downstream_mtls: {ca: eA==}\nroutes:\n- {from: https://app.test, to: http://app, allowed_users: [x]}\n"),
        ("PHX4019", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, allowed_users: [x], tls_downstream_client_ca: eA==}\n"),

        ("PHX4030", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: ⟦PHX4030|false⟧}]}}]}\n"),
        ("PHX4030", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{⟦PHX4030|accept: ⟧}]}}]}\n"),
        ("PHX4030", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: true}]}}]}\n"),
        ("PHX4030", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{accept: \"true\"}, {reject: false}]}}]}\n"),

        ("PHX4036", "routes:\n%ASSETS- {%HOST, %QUIET, ⟦PHX4036|cors_allow_preflight⟧: true}\n"),
        ("PHX4036", "routes:\n%ASSETS- {%HOST, %QUIET, ⟦PHX4036|cors_allow_preflight⟧: true, allowed_users: [x]}\n"),
        ("PHX4036", "routes:\n%ASSETS- {%HOST, %CLEAN, cors_allow_preflight: true}\n"),
        ("PHX4036", "routes:\n%ASSETS%MAIN- {from: https://app.test, to: http://app, cors_allow_preflight: true}\n"),

        ("PHX4046", "policies:\n- {id: a, name: p, enforced: ⟦PHX4046|true⟧, ppl: {allow: {or: [{accept: true}]}}}\nroutes: []\n"),
        ("PHX4046", "policies:\n- {id: a, name: p, enforced: ⟦PHX4046|true⟧, ppl: '{\"allow\":{\"or\":[{\"accept\":true}]}}'}\nroutes: []\n"),
        ("PHX4046", "policies:\n- {id: a, name: p, enforced: false, ppl: {allow: {or: [{accept: true}]}}}\nroutes: []\n"),
        ("PHX4046", "policies:\n- {id: a, name: p, enforced: true, ppl: {allow: {or: [{email: a@b.c}]}}}\nroutes: []\n"),

        ("PHX4047", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{⟦PHX4047|http_method: {in: [GET, POST]}⟧}]}}]}\n"),
        ("PHX4047", "routes:\n%ASSETS- {%HOST, %CLEAN, policy: [{deny: {or: [{⟦PHX4047|http_method: POST⟧}]}}]}\n"),
        ("PHX4047", "routes:\n%ASSETS- {%HOST, %QUIET, policy: [{allow: {or: [{http_method: {in: [GET, POST, OPTIONS]}}]}}]}\n"),
        ("PHX4047", "routes:\n- {from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /static/, %QUIET, policy: [{allow: {or: [{http_method: GET}]}}]}\n- {from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /array/, %CLEAN}\n%MAIN"),
    ];
}
