using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Routing;

/// <summary>Which route a URL hits and what goes upstream. Every expectation was written by hand from the fact beside it.</summary>
public sealed class RoutingVectorTests
{
    private const string Through = "Through";
    private const string NotFound = "NotFound404";
    private const string Own = "OwnAnswer";

    [Theory]
    // A file is first match in file order; assets first.
    [InlineData("own host", "https://e.shop.example/static/array.js", "static", "https://us-assets.i.posthog.com/static/array.js", Through, "first match in file order")]
    [InlineData("own host", "https://e.shop.example/static/1.449.2/lazy-recorder.js", "static", "https://us-assets.i.posthog.com/static/1.449.2/lazy-recorder.js", Through, "prefix is starts-with")]
    [InlineData("own host", "https://e.shop.example/array/phc_x/config.js", "array", "https://us-assets.i.posthog.com/array/phc_x/config.js", Through, "prefix is starts-with")]
    [InlineData("own host", "https://e.shop.example/e/?_=1", "rest", "https://us.i.posthog.com/e/?_=1", Through, "the query stays")]
    [InlineData("own host", "https://e.shop.example/flags/?v=2&config=true", "rest", "https://us.i.posthog.com/flags/?v=2&config=true", Through, "the query stays")]
    [InlineData("own host", "https://e.shop.example/static", "rest", "https://us.i.posthog.com/static", Through, "prefix is a raw starts-with")]
    [InlineData("own host", "https://e.shop.example/STATIC/array.js", "rest", "https://us.i.posthog.com/STATIC/array.js", Through, "prefix is case-sensitive")]
    [InlineData("own host", "https://e.shop.example/?x=/static/", "rest", "https://us.i.posthog.com/?x=/static/", Through, "the query is not looked at")]
    [InlineData("own host", "https://e.shop.example//static//array.js", "static", "https://us-assets.i.posthog.com/static/array.js", Through, "slashes are merged on the way in")]
    [InlineData("own host", "https://e.shop.example/a/../static/array.js", "static", "https://us-assets.i.posthog.com/static/array.js", Through, "paths are normalised on the way in")]
    [InlineData("own host", "https://e.shop.example/static%2Farray.js", null, null, "BadRequest400", "%2F in a path is refused")]
    [InlineData("own host", "https://e.shop.example/static%5carray.js", null, null, "BadRequest400", "%5C in a path is refused")]
    [InlineData("own host", "https://e.shop.example:8443/e/", "rest", "https://us.i.posthog.com/e/", Through, "from without a port matches any port")]
    [InlineData("own host", "https://other.example/e/", null, null, NotFound, "no match is 404")]
    [InlineData("own host", "https://shop.example/e/", null, null, NotFound, "no match is 404")]
    [InlineData("own host", "https://e.shop.example/ping", null, null, Own, "/ping is reserved on every host")]
    [InlineData("own host", "https://e.shop.example/healthz", null, null, Own, "/healthz is reserved")]
    [InlineData("own host", "https://other.example/healthz", null, null, Own, "reserved on every host")]
    [InlineData("own host", "https://e.shop.example/.pomerium", null, null, Own, "/.pomerium is reserved")]
    [InlineData("own host", "https://e.shop.example/.pomerium/sign_out", null, null, Own, "/.pomerium/… is reserved")]
    [InlineData("own host", "https://e.shop.example/.well-known/pomerium/jwks.json", null, null, Own, "/.well-known/pomerium/… is reserved")]
    [InlineData("own host", "https://e.shop.example/.well-known/pomerium", null, null, Own, "/.well-known/pomerium is reserved")]
    [InlineData("own host", "https://e.shop.example/.pomerium/user", null, null, "Login", "/.pomerium/user wants a login")]
    [InlineData("own host", "https://e.shop.example/.pomerium/routes", null, null, "Login", "/.pomerium/routes wants a login")]
    [InlineData("own host", "https://e.shop.example/.pomeriumx", "rest", "https://us.i.posthog.com/.pomeriumx", Through, "only /.pomerium and what is below it")]
    [InlineData("own host", "https://e.shop.example/pingx", "rest", "https://us.i.posthog.com/pingx", Through, "/ping is one path")]
    [InlineData("own host", "https://e.shop.example/", "rest", "https://us.i.posthog.com/", Through, "/ is reserved on the authenticate host only")]
    // Under a path, before the app's catch-all.
    [InlineData("under a path", "https://shop.example/ingest-x1/static/array.js", "static", "https://eu-assets.i.posthog.com/static/array.js", Through, "prefix_rewrite replaces the prefix")]
    [InlineData("under a path", "https://shop.example/ingest-x1/array/t/config?x=1", "array", "https://eu-assets.i.posthog.com/array/t/config?x=1", Through, "prefix_rewrite; the query stays")]
    [InlineData("under a path", "https://shop.example/ingest-x1/e/", "rest", "https://eu.i.posthog.com/e/", Through, "prefix_rewrite replaces the prefix")]
    [InlineData("under a path", "https://shop.example/ingest-x1/", "rest", "https://eu.i.posthog.com/", Through, "prefix_rewrite replaces the prefix")]
    [InlineData("under a path", "https://shop.example/ingest-x1", "app", "http://app:8080/ingest-x1", "Login", "raw prefix: without the slash it is the app's")]
    [InlineData("under a path", "https://shop.example/ingest-x12/e/", "app", "http://app:8080/ingest-x12/e/", "Login", "raw prefix with its slash")]
    [InlineData("under a path", "https://shop.example/account", "app", "http://app:8080/account", "Login", "first match in file order")]
    // The guide's order.
    [InlineData("guide order", "https://e.shop.example/static/array.js", "rest", "https://us.i.posthog.com/static/array.js", Through, "unsorted: /static is dead behind a route without prefix")]
    [InlineData("guide order", "https://e.shop.example/staticfoo", "rest", "https://us.i.posthog.com/staticfoo", Through, "unsorted")]
    [InlineData("zero guide order", "https://e.shop.example/static/array.js", "static", "https://us-assets.i.posthog.com/static/array.js", Through, "Zero sorts: prefix down, empty last")]
    [InlineData("zero guide order", "https://e.shop.example/staticfoo", "static", "https://us-assets.i.posthog.com/staticfoo", Through, "prefix is a raw starts-with")]
    [InlineData("zero guide order", "https://e.shop.example/e/", "rest", "https://us.i.posthog.com/e/", Through, "Zero sorts: empty prefix last")]
    [InlineData("zero guide order", "https://e.shop.example/static/x", "exact", "https://x.example/static/x", Through, "Zero sorts: path before prefix")]
    [InlineData("zero guide order", "https://c.shop.example/", "closed", "https://x.example/", "Forbidden403", "no policy is 403")]
    [InlineData("zero guide order", "https://l.shop.example/", "lost", "https://x.example/", "Unknown", "the file does not have the policy")]
    // Hosts.
    [InlineData("hosts", "https://e.shop.example/x/a", "exact", "https://exact.example/x/a", Through, "an exact host always beats a wildcard")]
    [InlineData("hosts", "https://e.shop.example/w/a", null, null, NotFound, "an exact host never falls back to a wildcard")]
    [InlineData("hosts", "https://other.shop.example/w/a", "wild", "https://wild.example/w/a", Through, "among wildcards file order decides")]
    [InlineData("hosts", "https://other.shop.example/z", "wilder", "https://wilder.example/z", Through, "among wildcards file order decides, path included")]
    [InlineData("hosts", "https://a.b.shop.example/w/", "wild", "https://wild.example/w/", Through, "* spans labels")]
    [InlineData("hosts", "https://shop.example/w/", "wilder", "https://wilder.example/w/", Through, "the dot of *.shop.example stays")]
    [InlineData("hosts", "https://example/w/", null, null, NotFound, "the dot of *.example stays")]
    [InlineData("hosts", "https://p.shop.example:8443/a", "port", "https://port.example/a", Through, "another port makes a host of its own")]
    [InlineData("hosts", "https://p.shop.example/a", "any port", "https://any.example/a", Through, "from without a port matches 443")]
    [InlineData("hosts", "https://p.shop.example:9999/a", "any port", "https://any.example/a", Through, "from without a port matches any port")]
    [InlineData("hosts", "https://q.shop.example/a", "written port", "https://written.example/a", Through, ":443 is as no port")]
    [InlineData("hosts", "https://q.shop.example:444/a", "written port", "https://written.example/a", Through, ":443 matches any port")]
    [InlineData("hosts", "https://a-1.test/", "middle", "https://middle.example/", Through, "a * in the middle")]
    [InlineData("hosts", "https://a-.test/", "middle", "https://middle.example/", Through, "* may stand for nothing")]
    [InlineData("hosts", "https://a-1.test:8443/", "middle", "https://middle.example/", Through, "a wildcard without a port matches any port")]
    [InlineData("hosts", "https://b-1.test/", null, null, NotFound, "no match is 404")]
    [InlineData("hosts", "https://h.shop.example/", "plain", "https://plain.example/", Through, "http:// makes a host all the same")]
    [InlineData("hosts", "https://t.test/", null, null, NotFound, "a TCP route takes no HTTP request")]
    [InlineData("hosts", "https://u.shop.example/", "upper", "https://upper.example/", Through, "Envoy compares hosts without case")]
    [InlineData("hosts", "https://auth.shop.example/", null, null, Own, "/ on the authenticate host is reserved")]
    [InlineData("hosts", "https://auth.shop.example/robots.txt", null, null, Own, "/robots.txt on the authenticate host is reserved")]
    [InlineData("hosts", "https://auth.shop.example/oauth2/callback", null, null, Own, "/oauth2/callback on the authenticate host is reserved")]
    [InlineData("hosts", "https://auth.shop.example/w/", null, null, NotFound, "the authenticate host is an exact host")]
    [InlineData("hosts", "https://other.shop.example/oauth2/callback", "wilder", "https://wilder.example/oauth2/callback", Through, "reserved on the authenticate host only")]
    // Matchers.
    [InlineData("matchers", "https://m.test/r/abc", "regex", "https://regex.example/r/abc", Through, "of regex, path, prefix only the regex is used")]
    [InlineData("matchers", "https://m.test/r/abc?x=/r/9", "regex", "https://regex.example/r/abc?x=/r/9", Through, "the query is not looked at")]
    [InlineData("matchers", "https://m.test/r/abc/d", null, null, NotFound, "a regex matches the whole path")]
    [InlineData("matchers", "https://m.test/never", null, null, NotFound, "of regex, path, prefix only the regex is used")]
    [InlineData("matchers", "https://m.test/p", "path", "https://path.example/p", Through, "path beats prefix")]
    [InlineData("matchers", "https://m.test/p/", null, null, NotFound, "path is exact")]
    [InlineData("matchers", "https://m.test/pp", null, null, NotFound, "path beats prefix, which is not used")]
    [InlineData("matchers", "https://m.test/both", "older", "https://older.example/both", Through, "policy: entries come before routes:")]
    [InlineData("matchers", "https://m.test/static/a", "raw", "https://raw.example/static/a", Through, "a prefix without a leading slash never matches")]
    [InlineData("matchers", "https://m.test/staticfoo", "raw", "https://raw.example/staticfoo", Through, "raw prefix")]
    [InlineData("matchers", "https://m.test/qx", null, null, NotFound, "a bad regex loads silently and never matches")]
    [InlineData("matchers", "https://m.test/o/x", "ordered", "https://ordered1.example/o/x", Through, "regex_priority_order is ignored in a file")]
    [InlineData("matchers", "https://m.test/d/123", "digits", "https://digits.example/d/123", Through, "RE2 syntax")]
    [InlineData("matchers", "https://m.test/d/1", null, null, NotFound, "RE2 syntax")]
    [InlineData("matchers", "https://m.test/n/a", "named", "https://named.example/n/a", Through, "RE2 named groups")]
    [InlineData("matchers", "https://m.test/case", "folded", "https://folded.example/case", Through, "RE2 flags")]
    [InlineData("matchers", "https://m.test/bb", null, null, NotFound, "RE2 has no back references: never matches")]
    [InlineData("matchers", "https://m.test/alt", "alternatives", "https://alt.example/alt", Through, "a full match of one alternative")]
    [InlineData("matchers", "https://m.test/other/x", "alternatives", "https://alt.example/other/x", Through, "a full match of one alternative")]
    [InlineData("matchers", "https://m.test/altx", null, null, NotFound, "a full match, not a search")]
    [InlineData("unclear", "https://m.test/before", "first", "https://first.example/before", Through, "what stands before an unclear regex is clear")]
    [InlineData("unclear", "https://m.test/word", null, null, "Unknown", "\\b is not guessed")]
    [InlineData("unclear", "https://n.test/abc", null, null, "Unknown", "[[:alpha:]] is not guessed")]
    // Rewrites.
    [InlineData("rewrites", "https://a.test/x/rest", "double", "https://up.example//rest", Through, "/x to / gives //rest")]
    [InlineData("rewrites", "https://a.test/xrest", "double", "https://up.example/rest", Through, "raw prefix, replaced")]
    [InlineData("rewrites", "https://b.test/static/array.js", "lost", "https://up.example/array.js", Through, "to with a slash and prefix /static/: the prefix is lost")]
    [InlineData("rewrites", "https://c.test/static/array.js", "slashes", "https://up.example//array.js", Through, "to with a slash and prefix /static gives //array.js")]
    [InlineData("rewrites", "https://d.test/foo", "glued", "https://up.example/anythingfoo", Through, "a to with a path and no slash glues")]
    [InlineData("rewrites", "https://e.test/foo", "folder", "https://up.example/anything/foo", Through, "the path of to acts as prefix_rewrite")]
    [InlineData("rewrites", "https://f.test/r/a/b?c=d", "whole", "https://up.example/one?c=d", Through, "with regex, prefix_rewrite replaces the whole path")]
    [InlineData("rewrites", "https://g.test/r/a", "whole by to", "https://up.example/two", Through, "with regex, the path of to replaces the whole path")]
    [InlineData("rewrites", "https://h.test/only", "by path", "https://up.example/three", Through, "with path, the whole path is replaced")]
    [InlineData("rewrites", "https://i.test/k/e/?v=1", "regex rewrite", "https://up.example/e/?v=1", Through, "regex_rewrite before the path of to")]
    [InlineData("rewrites", "https://j.test/aXa", "every match", "https://up.example/bXb", Through, "every match is replaced")]
    [InlineData("rewrites", "https://k.test/e/", "with port", "http://up.example:8080/e/", Through, "the to host with its port")]
    [InlineData("rewrites", "https://l.test/s/a", "weights", "https://one.example/p/a", Through, "the path of to[0]; a weight is no part of it")]
    [InlineData("rewrites", "https://n.test/s/a", "both", "https://up.example/r/a", Through, "prefix_rewrite before the path of to")]
    [InlineData("rewrites", "https://o.test/x", "unclear rewrite", null, Through, "\\b is not guessed")]
    public void A_request_takes_the_route_and_goes_to_the_URL_that_the_facts_say(
        string file, string url, string? route, string? upstream, string outcome, string fact)
    {
        var explanation = Explain.Of(PomeriumConfiguration.Read(RoutingFiles.Get(file)), new Uri(url));

        Assert.True(
            (explanation.Name, explanation.Upstream, explanation.Outcome.ToString()) == (route, upstream, outcome),
            $"{fact}: {explanation.Name}, {explanation.Upstream}, {explanation.Outcome}. {explanation.Why}");
        Assert.Equal(route is null, explanation.RouteIndex is null);
    }
}
