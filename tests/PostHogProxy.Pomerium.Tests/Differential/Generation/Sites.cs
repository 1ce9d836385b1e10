using CsCheck;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>A team's file as it works today, and what is to be patched into it.</summary>
/// <param name="Text">The file.</param>
/// <param name="Proxy">What is wanted.</param>
internal sealed record Site(string Text, ProxyDescription Proxy)
{
    public override string ToString() => $"{Proxy}\n-----\n{Text}";
}

internal static class Sites
{
    private static readonly Gen<Entry> Global = Gen.OneOf(
        Pick.Key(Pick.Text(":443", ":8443"), "address"),
        Pick.Key(Pick.Text("https://auth.test"), "authenticate_service_url"),
        Pick.Key(Pick.Text("info", "debug"), "log_level"),
        Pick.Key(Pick.Of<Node>(MapNode.Of(("X-Frame-Options", "DENY")), ListNode.Of(MapNode.Of(("X-A", "b")))), "set_response_headers"),
        Pick.Key(Pick.Of<Node>(MapNode.Of(("mcp", false)), MapNode.Of(("match_any_incoming_port", true))), "runtime_flags"),
        Pick.Key(Pick.Of<Node>(true, "true"), "cookie_http_only", "merge_slashes"),
        Pick.Key(Pick.Of<Node>(ListNode.Of("email"), "email"), "jwt_claims_headers"),
        Pick.Key(Pick.Text("keep_unchanged", "allow"), "headers_with_underscores_action")).Where(entry => entry.Value is not TextNode { Value: "keep_unchanged" });

    private static readonly Gen<Entry> Access = Gen.OneOf<Entry>(
        Pick.Of(new Entry("allowed_domains", ListNode.Of("example.com")), new Entry("allowed_users", "ana@example.com,ben@example.com"), new Entry("allow_any_authenticated_user", true)),
        Pick.Of<Node>(
            MapNode.Of(("allow", MapNode.Of(("or", ListNode.Of(MapNode.Of(("domain", MapNode.Of(("is", "example.com"))))))))),
            ListNode.Of(MapNode.Of(("allow", MapNode.Of(("and", ListNode.Of(MapNode.Of(("email", "ana@example.com")), MapNode.Of(("http_method", "GET"))))))))).Select(policy => new Entry("policy", policy)));

    private static readonly Gen<Entry> Matching = Gen.OneOf(
        Pick.Text("/admin/", "/api", "/t7x-old/", "/b/").Select(prefix => new Entry("prefix", prefix)),
        Pick.Text("/health", "/").Select(path => new Entry("path", path)),
        Pick.Text("^/git/.*$", "/r[0-9]+").Select(regex => new Entry("regex", regex)));

    private static readonly Gen<Entry> Extra = Gen.OneOf(
        Pick.Of<Node>("30s", "1m").Select(timeout => new Entry("timeout", timeout)),
        Pick.Of<Node>(true, "true").Select(flag => new Entry("allow_websockets", flag)),
        Pick.Of<Node>(MapNode.Of(("X-Team", "shop")), ListNode.Of(MapNode.Of(("X-Team", "shop")))).Select(headers => new Entry("set_request_headers", headers)),
        Pick.Text("host.internal").Select(host => new Entry("host_rewrite", host)),
        Pick.Text("a route", "another").Select(text => new Entry("description", text)));

    // A host is spelled the same all over a file.
    private static readonly Gen<(string Shop, string From)> Host = Gen.Select(
        Pick.Of("shop.test", "shop.test", "Shop.test"),
        Pick.Of("shop", "shop", "wiki.test", "wiki.test:8443", "*.apps.test", "git.test:443", "docs.test"),
        (shop, host) => (shop, host == "shop" ? shop : host));

    private static readonly Gen<MapNode> Route = Gen.Select(
        Host,
        Pick.Of<Node>("http://shop:8080", ListNode.Of("http://a:80", "http://b:80"), "https://10.0.0.1:8443/base", ListNode.Of("http://a:80,1", "http://b:80,2"), "unix:///run/app.sock"),
        Access,
        Matching.Array[0, 1],
        Extra.Array[0, 2],
        (host, to, access, matching, extra) => Pick.Map([new("from", "https://" + host.From), new("to", to), access, .. matching, .. extra]));

    private static readonly MapNode[] SetUp =
    [
        PostHog("https://e.other.test", "https://eu-assets.i.posthog.com", "/static/"),
        PostHog("https://e.other.test", "https://eu-assets.i.posthog.com", "/array/"),
        PostHog("https://e.other.test", "https://eu.i.posthog.com", null),
    ];

    private static readonly Gen<ProxyDescription> Wanted = Gen.Select(
        Gen.Select(
            Pick.Of("shop.test", "Shop.test", "wiki.test", "wiki.test:8443", "e.test", "x.apps.test", "docs.test", "git.test", "e.other.test"),
            Pick.Of("/t7x", "/t7x", "/shop/t7x/", null),
            (host, path) => (host, path)),
        Pick.Of(PostHogRegion.Us, PostHogRegion.Eu),
        Gen.Frequency((4, Pick.Of<Uri?>((Uri?)null)), (1, Pick.Of<Uri?>(new Uri("http://shop:8080")))),
        (where, region, app) => new ProxyDescription(where.host, where.path, region, app));

    public static readonly Gen<Site> Any = Gen.Select(
        Gen.Select(Global.Array[0, 3], Route.Array[0, 5], Gen.Frequency((5, Gen.Const(0)), (1, Gen.Const(1))), (globals, routes, setUp) => (globals, routes: setUp == 0 ? routes : [.. routes, .. SetUp])),
        Gen.Int[0, 20],
        Gen.Int[0, int.MaxValue],
        Wanted,
        (file, shape, style, proxy) =>
        {
            var spelling = file.routes.SelectMany(route => route.Entries).Select(entry => entry.Value).OfType<TextNode>().FirstOrDefault(text => text.Value.EndsWith("hop.test", StringComparison.Ordinal))?.Value;
            var routes = file.routes.Select(route => spelling is null ? route : Spelled(route, spelling)).ToArray<Node>();
            IEnumerable<Entry> lists = shape switch
            {
                20 when routes.Length == 0 => [],
                19 => [new("policy", new ListNode(routes))],
                18 => [new("routes", new ListNode([.. routes.Skip(1)])), new("policy", new ListNode([.. routes.Take(1)]))],
                _ => [new("routes", new ListNode(routes))],
            };
            return new Site(YamlWriter.Write(Pick.Map(shape % 3 == 0 ? [.. lists, .. file.globals] : [.. file.globals, .. lists]), style), proxy);
        });

    private static MapNode Spelled(MapNode route, string shop) => new(
        [.. route.Entries.Select(entry => entry.Value is TextNode text && text.Value.EndsWith("hop.test", StringComparison.Ordinal) ? KeyValuePair.Create(entry.Key, (Node)shop) : entry)]);

    private static MapNode PostHog(string from, string to, string? prefix) => Pick.Map(
    [
        new("from", from), new("to", to), .. (Entry[])(prefix is null ? [] : [new("prefix", prefix)]),
        new("allow_public_unauthenticated_access", true), new("remove_request_headers", ListNode.Of("Cookie")),
    ]);
}
