namespace PostHogProxy.Pomerium.Tests.Routing;

/// <summary>Configurations of the routing vectors, each small enough to be followed by eye. All routes are public unless a vector is about that.</summary>
internal static class RoutingFiles
{
    private const string Public = "allow_public_unauthenticated_access: true";

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["own host"] = $$"""
            routes:
            - {name: static, from: https://e.shop.example, to: https://us-assets.i.posthog.com, prefix: /static/, {{Public}}}
            - {name: array, from: https://e.shop.example, to: https://us-assets.i.posthog.com, prefix: /array/, {{Public}}}
            - {name: rest, from: https://e.shop.example, to: https://us.i.posthog.com, {{Public}}}
            """,
        ["under a path"] = $$"""
            routes:
            - {name: static, from: https://shop.example, to: https://eu-assets.i.posthog.com, prefix: /ingest-x1/static/, prefix_rewrite: /static/, {{Public}}}
            - {name: array, from: https://shop.example, to: https://eu-assets.i.posthog.com, prefix: /ingest-x1/array/, prefix_rewrite: /array/, {{Public}}}
            - {name: rest, from: https://shop.example, to: https://eu.i.posthog.com, prefix: /ingest-x1/, prefix_rewrite: /, {{Public}}}
            - {name: app, from: https://shop.example, to: http://app:8080, allow_any_authenticated_user: true}
            """,
        ["guide order"] = $$"""
            routes:
            - {name: rest, from: https://e.shop.example, to: https://us.i.posthog.com, {{Public}}}
            - {name: static, from: https://e.shop.example, to: https://us-assets.i.posthog.com, prefix: /static, {{Public}}}
            """,
        ["zero guide order"] = """
            policies:
            - {id: p1, name: all, enforced: false, ppl: {allow: {or: [{accept: true}]}}}
            routes:
            - {name: rest, from: https://e.shop.example, to: [https://us.i.posthog.com], policyIds: [p1]}
            - {name: static, from: https://e.shop.example, to: [https://us-assets.i.posthog.com], prefix: /static, policyIds: [p1]}
            - {name: exact, from: https://e.shop.example, to: [https://x.example], path: /static/x, policyIds: [p1]}
            - {name: closed, from: https://c.shop.example, to: [https://x.example], policyIds: []}
            - {name: lost, from: https://l.shop.example, to: [https://x.example], policyIds: [p9]}
            """,
        ["hosts"] = $$"""
            authenticate_service_url: https://auth.shop.example
            routes:
            - {name: wild, from: https://*.shop.example, to: https://wild.example, prefix: /w/, {{Public}}}
            - {name: wilder, from: "https://*.example", to: https://wilder.example, {{Public}}}
            - {name: exact, from: https://e.shop.example, to: https://exact.example, prefix: /x/, {{Public}}}
            - {name: port, from: https://p.shop.example:8443, to: https://port.example, {{Public}}}
            - {name: any port, from: https://p.shop.example, to: https://any.example, {{Public}}}
            - {name: written port, from: https://q.shop.example:443, to: https://written.example, {{Public}}}
            - {name: middle, from: https://a-*.test, to: https://middle.example, {{Public}}}
            - {name: plain, from: http://h.shop.example, to: https://plain.example, {{Public}}}
            - {name: tcp, from: tcp+https://t.test:22, to: tcp://t.test:22, {{Public}}}
            - {name: upper, from: https://U.Shop.Example, to: https://upper.example, {{Public}}}
            """,
        ["matchers"] = $$"""
            policy:
            - {name: older, from: https://m.test, to: https://older.example, path: /both, {{Public}}}
            routes:
            - {name: regex, from: https://m.test, to: https://regex.example, regex: "/r/[a-z]+", prefix: /never, path: /never, {{Public}}}
            - {name: path, from: https://m.test, to: https://path.example, path: /p, prefix: /pp, {{Public}}}
            - {name: newer, from: https://m.test, to: https://newer.example, path: /both, {{Public}}}
            - {name: no slash, from: https://m.test, to: https://noslash.example, prefix: static, {{Public}}}
            - {name: bad regex, from: https://m.test, to: https://bad.example, regex: "/q(?=x).*", {{Public}}}
            - {name: ordered, from: https://m.test, to: https://ordered1.example, regex: "/o/.*", regex_priority_order: 1, {{Public}}}
            - {name: ordered later, from: https://m.test, to: https://ordered2.example, regex: "/o/x", regex_priority_order: 9, {{Public}}}
            - {name: raw, from: https://m.test, to: https://raw.example, prefix: /static, {{Public}}}
            - {name: digits, from: https://m.test, to: https://digits.example, regex: '^/d/\d{2,3}$', {{Public}}}
            - {name: named, from: https://m.test, to: https://named.example, regex: '/n/(?P<id>[^/]+)', {{Public}}}
            - {name: folded, from: https://m.test, to: https://folded.example, regex: '(?i)/CASE', {{Public}}}
            - {name: back, from: https://m.test, to: https://back.example, regex: '/(b)\1', {{Public}}}
            - {name: many, from: https://m.test, to: https://many.example, regex: '/x{1001}', {{Public}}}
            - {name: alternatives, from: https://m.test, to: https://alt.example, regex: '/alt|/other/.*', {{Public}}}
            """,
        ["unclear"] = $$"""
            routes:
            - {name: first, from: https://m.test, to: https://first.example, path: /before, {{Public}}}
            - {name: unclear, from: https://m.test, to: https://unclear.example, regex: '/\bword\b', {{Public}}}
            - {name: posix, from: https://n.test, to: https://posix.example, regex: '/[[:alpha:]]+', {{Public}}}
            - {name: last, from: https://m.test, to: https://last.example, {{Public}}}
            """,
        ["rewrites"] = $$"""
            routes:
            - {name: double, from: https://a.test, to: https://up.example, prefix: /x, prefix_rewrite: /, {{Public}}}
            - {name: lost, from: https://b.test, to: https://up.example/, prefix: /static/, {{Public}}}
            - {name: slashes, from: https://c.test, to: https://up.example/, prefix: /static, {{Public}}}
            - {name: glued, from: https://d.test, to: https://up.example/anything, {{Public}}}
            - {name: folder, from: https://e.test, to: https://up.example/anything/, {{Public}}}
            - {name: whole, from: https://f.test, to: https://up.example, regex: "/r/.*", prefix_rewrite: /one, {{Public}}}
            - {name: whole by to, from: https://g.test, to: https://up.example/two, regex: "/r/.*", {{Public}}}
            - {name: by path, from: https://h.test, to: https://up.example, path: /only, prefix_rewrite: /three, {{Public}}}
            - {name: regex rewrite, from: https://i.test, to: https://up.example/ignored, prefix: /k/, regex_rewrite_pattern: "^/k/(.*)$", regex_rewrite_substitution: '/\1', {{Public}}}
            - {name: every match, from: https://j.test, to: https://up.example, regex_rewrite_pattern: "a", regex_rewrite_substitution: "b", {{Public}}}
            - {name: with port, from: https://k.test, to: "http://up.example:8080", {{Public}}}
            - {name: weights, from: https://l.test, to: ["https://one.example/p/,1", "https://two.example,3"], prefix: /s/, {{Public}}}
            - {name: both, from: https://n.test, to: https://up.example/to/, prefix: /s/, prefix_rewrite: /r/, {{Public}}}
            - {name: unclear rewrite, from: https://o.test, to: https://up.example, regex_rewrite_pattern: '\bx', regex_rewrite_substitution: "y", {{Public}}}
            """,
    };

    public static string Get(string name) => All[name];
}
