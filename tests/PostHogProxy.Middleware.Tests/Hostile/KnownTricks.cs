namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Tricks that have worked against some proxy or other, written down as they are told.</summary>
internal static class KnownTricks
{
    public static readonly string[] Targets =
    [
        // Out of the public family into the application's API.
        "/k3fw/api/projects/", "/k3fw/api/users/@me/", "/k3fw/api/projects/@current/feature_flags/x/remote_config", "/k3fw/api", "/k3fw/api/",
        "/k3fw/api/surveys/../projects/", "/k3fw/api/surveys/%2e%2e/projects/", "/k3fw/api/surveys/..%2fprojects/", "/k3fw/api/surveys/..;/projects/",
        "/k3fw/api/conversations/v1/widget/../../../projects/", "/k3fw/api/conversations/v1/widget/%252e%252e%252f%252e%252e%252fprojects/",
        "/k3fw/api/conversations/v1/widget/..%5c..%5c..%5cprojects", "/k3fw/api/conversations/v1/widget/%c0%ae%c0%ae/%c0%ae%c0%ae/projects",
        "/k3fw//api/projects/", "/k3fw/;/api/projects/", "/k3fw/%2fapi/projects/", "/k3fw/\\api\\projects", "/k3fw/%5capi%5cprojects",
        "/k3fw/x/..%2fapi/projects/", "/k3fw/api;/projects/", "/k3fw/api;x=1/projects/", "/k3fw/api%3b/projects", "/k3fw/api%3fprojects/",
        "/k3fw/api%23/projects/", "/k3fw/api#/projects/", "/k3fw/api%2523/projects", "/k3fw/aPi/projects/", "/k3fw/%41pi/projects", "/k3fw/api%00/x",
        "/k3fw/api%252fprojects", "/k3fw/ap%69/projects", "/k3fw/%u0061pi/projects", "/k3fw/%c1%a1pi/projects", "/k3fw/flags/definitions",
        "/k3fw/flags//definitions", "/k3fw/flags%2fdefinitions", "/k3fw/flags/%64efinitions/", "/k3fw/FLAGS/definitions",

        // Between the two hosts.
        "/k3fw/static/array.js", "/k3fw/array/phc_ours/config.js", "/k3fw/array/phc_stranger/config.js", "/k3fw/array/phc%5fstranger/config.js",
        "/k3fw/array/phc_ours/../phc_stranger/config.js", "/k3fw/array/phc_ours%2f..%2fphc_stranger/config.js", "/k3fw/array//phc_stranger/config.js",
        "/k3fw/array/phc_ours/phc_stranger/config.js", "/k3fw/array/phc_ours;/../phc_stranger/config", "/k3fw/x/phc_stranger/config.js",
        "/k3fw/%61rray/phc_stranger/config.js", "/k3fw//array/phc_stranger/config.js", "/k3fw/Array/phc_stranger/config.js", "/k3fw/STATIC/array.js",
        "/k3fw/static/../e/", "/k3fw/static/%2e%2e/e/", "/k3fw/x/../%73tatic/array.js", "/k3fw/static%2farray.js", "/k3fw/static\\array.js",
        "/k3fw/static/%2e%2e%2f%2e%2e%2fe", "/k3fw/e/../static/array.js", "/k3fw/static;x/array.js", "/k3fw/%u0073tatic/a.js", "/k3fw/%c1%b3tatic/a.js",
        "/k3fw/e/..%c0%afstatic/a.js", "/k3fw/s/%2e%2e/static/", "/k3fw/static/.%00./e/", "/k3fw/static/%uff0e%uff0e/e", "/k3fw/site_app/phc_stranger/x",

        // To another host altogether.
        "http://evil.example/", "http://evil.example/k3fw/e/", "https://evil.example/k3fw/static/x", "//evil.example/k3fw/e/", "/k3fw//evil.example/x",
        "/k3fw/http://evil.example/x", "/k3fw/@evil.example/", "/k3fw@evil.example/", "/k3fw/\\\\evil.example\\x", "/k3fw:443@evil.example/",
        "http://shop.example@evil.example/k3fw/e/", "http://evil.example#shop.example/k3fw/e/", "http://shop.example/k3fw/../../x",
        "http://shop.example/k3fw/e/", "http://shop.example//k3fw/e/", "http:/k3fw/e/", "http:k3fw/e/", "evil.example:443", "eu.i.posthog.com:443", "*",
        "http://169.254.169.254/latest/meta-data/", "/k3fw/%0d%0aHost:%20evil.example", "/k3fw/e/%20HTTP/1.1%0d%0aHost:evil.example", "/k3fw/.", "/k3fw/..",
        "/k3fw?/api/projects", "/k3fw?", "/k3fw#/api", "/k3fw/#", "/k3fw/%", "/k3fw/%2", "/k3fw/%00", "/k3fw/%ff%fe", "/k3fw/e/\u00e9", "gopher://x/k3fw/e/",
        "file:///etc/passwd", "/k3fw/....//....//etc/passwd", "/k3fw/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/k3fw/..%252f..%252fetc%252fpasswd", "/../k3fw/e/",
    ];
}
