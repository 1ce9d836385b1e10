using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Importing;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Tests.Importing;

/// <summary>Every expectation is typed by hand from the facts about Pomerium and from what the package does.</summary>
public sealed class ImportTests
{
    private const string Public = "allow_public_unauthenticated_access: true";
    private const string UsAtRoot = """app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("e.test");""";

    /// <summary>The file, the lines that come of it, and the report as fate, line and the beginning or a part of what is said.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        // PostHog's guide: the policy is none Pomerium compiles, and /static is never reached.
        {
            "routes:\n- from: https://e.test\n  to: https://us.i.posthog.com\n  policy: [{allow: {or: [{public: true}]}}]\n- from: https://e.test\n  to: https://us-assets.i.posthog.com\n  prefix: /static\n",
            UsAtRoot,
            "Taken 2 app.MapPostHogProxy(\nDiffers 2 The file doesn't show who can reach /\nDiffers 2 Pomerium sends /array/x0 (1 more like it) to https://us.i.posthog.com/array/x0, the app to https://us-assets.i.posthog.com/array/x0.\nTaken 5 app.MapPostHogProxy("
        },
        { $"policy:\n- {{from: https://e.test, to: https://us.i.posthog.com, {Public}}}\n", UsAtRoot, "Taken 2 app.\nDiffers 2 Pomerium sends /array/x0 (1 more\nDiffers 2 Pomerium forwards /api/" },
        {
            "policies:\n- {id: p, name: open, enforced: false, ppl: {allow: {or: [{accept: true}]}}}\nroutes:\n- {name: all, from: https://e.test, to: [https://us.i.posthog.com], policyIds: [p]}\n- {name: a, from: https://e.test, to: [https://us-assets.i.posthog.com], prefix: /array/, policyIds: [p]}\n- {name: s, from: https://e.test, to: [https://us-assets.i.posthog.com], prefix: /static/, policyIds: [p], passIdentityHeaders: true}\n",
            UsAtRoot,
            "Taken 4 app.\nDiffers 4 Pomerium forwards /api/\nTaken 5 app.\nTaken 6 app.\nDiffers 6 pass_identity_headers: the app doesn't send"
        },
        {
            $"routes:\n- {{from: https://e.test, to: https://eu-assets.i.posthog.com, prefix: /static/, {Public}}}\n- {{from: https://e.test, to: https://us.i.posthog.com, {Public}}}\n",
            "",
            "Lost 2 the routes of e.test lead to both regions, Eu and Us\nLost 3 the routes of e.test lead to both regions, Eu and Us"
        },
        {
            "routes:\n- {from: https://e.test, to: https://us.i.posthog.com, allowed_users: [a@b.test]}\n",
            UsAtRoot,
            "Taken 2 app.\nDiffers 2 Pomerium answers anonymous visitors of /e/ (19 more like it) with its sign-in. The app's proxy is always open to everybody.\nDiffers 2 Pomerium sends /array/x0"
        },
        {
            "routes:\n- {from: https://e.test, to: https://us.i.posthog.com}\n",
            UsAtRoot,
            "Taken 2 app.\nDiffers 2 Pomerium answers anonymous visitors of /e/ (19 more like it) with 403\nDiffers 2 Pomerium sends /array/x0"
        },
        {
            $"routes:\n- {{from: \"https://*.e.test\", to: https://eu.i.posthog.com, {Public}}}\n",
            """app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("*.e.test");""",
            "Taken 2 app.\nDiffers 2 Pomerium sends /array/x0\nDiffers 2 Pomerium forwards /api/\nDiffers 2 In Pomerium, hosts with routes of their own"
        },
        { $"routes:\n- {{from: \"https://e-*.test\", to: https://eu.i.posthog.com, {Public}}}\n", "", "Lost 2 RequireHost doesn't support the host 'e-*.test'" },
        {
            $"routes:\n- {{from: https://e.test, to: \"http://posthog.lan:8000\", prefix: /q5/, prefix_rewrite: /, {Public}}}\n",
            """app.MapPostHogProxy("/q5", new Uri("http://posthog.lan:8000"));""",
            "Taken 2 app.\nDiffers 2 Pomerium forwards /q5/api/"
        },
        {
            $"routes:\n- {{from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /static/, {Public}}}\n- {{from: https://e.test, to: https://posthog.lan, {Public}}}\n",
            """app.MapPostHogProxy("/", new Uri("https://posthog.lan"), options => options.AssetsOrigin = new Uri("https://us-assets.i.posthog.com")).RequireHost("e.test");""",
            "Taken 2 app.\nTaken 3 app.\nDiffers 3 Pomerium sends /array/x0 to https://posthog.lan/array/x0, the app to https://us-assets.i.posthog.com/array/x0.\nDiffers 3 Pomerium forwards /api/"
        },
        { "routes:\n- {from: https://posthog.test, to: http://posthog-web, allow_any_authenticated_user: true}\n", "", "Lost 2 http://posthog-web is a PostHog of your own, and Pomerium closes it to anonymous visitors" },
        { $"routes:\n- {{name: posthog, from: https://e.test, to: http://app:8080, prefix: /t7x/, {Public}}}\n", "", "Lost 2 it leads to http://app:8080, which isn't PostHog's." },
        { $"routes:\n- {{from: https://e.test, to: htps//us.i.posthog.com, {Public}}}\n- {{from: https://app.test, to: http://app}}\n", "", "Lost 2 it has no upstream that Pomerium accepts ('htps//us.i.posthog.com')." },
        { $"routes:\n- {{from: https://e.test, to: htps://us.i.posthog.com, {Public}}}\n- {{from: https://e.test, to: us.i.posthog.com, {Public}}}\n", "", "Lost 2 its to, 'htps://us.i.posthog.com', isn't an http or https address.\nLost 3 it has no upstream" },
        { $"routes:\n- {{from: https://e.test, to: https://us.i.posthog.com, regex: '^/(?=e).*', {Public}}}\n- {{from: https://e.test, to: https://us.i.posthog.com, regex: '^/x(e|s)/\\pL+$', {Public}}}\n", "", "Lost 2 no request can match regex\nLost 3 it isn't clear from regex" },
        {
            $"routes:\n- {{from: https://e.test, to: https://us.i.posthog.com, regex: '^/q5(/.*)$', regex_rewrite_pattern: '^/q5(/.*)$', regex_rewrite_substitution: '\\1', {Public}}}\n",
            """app.MapPostHogProxy("/q5", PostHogRegion.Us);""",
            "Taken 2 app.\nDiffers 2 Pomerium sends /q5/array/x0 (1 more\nDiffers 2 Pomerium forwards /q5/api/"
        },
        {
            $"routes:\n- {{from: https://e.test, to: https://us.i.posthog.com, prefix: /q5, prefix_rewrite: /, {Public}}}\n",
            """app.MapPostHogProxy("/q5", PostHogRegion.Us);""",
            "Taken 2 app.\nDiffers 2 Pomerium sends /q5/e/ (19 more like it) to https://us.i.posthog.com//e/, the app to https://us.i.posthog.com/e/.\nDiffers 2 Pomerium forwards /q5/api/"
        },
        {
            $"routes:\n- {{from: https://e.test, to: https://us.i.posthog.com, prefix: /q5/e/, prefix_rewrite: /e/, {Public}}}\n",
            """app.MapPostHogProxy("/q5", PostHogRegion.Us);""",
            "Taken 2 app.\nDiffers 2 Pomerium sends /q5/i/v0/e/ (18 more like it) to no PostHog. The app sends it"
        },
        {
            $"routes:\n- {{from: https://e.test, to: https://app.posthog.com, path: /q5/e/, prefix_rewrite: /e/, {Public}}}\n",
            """app.MapPostHogProxy("/q5", PostHogRegion.Us);""",
            "Taken 2 app.\nDiffers 2 Pomerium sends /q5/e/ to https://app.posthog.com/e/, the app to https://us.i.posthog.com/e/.\nDiffers 2 Pomerium sends /q5/i/v0/e/ (18 more like it) to no PostHog"
        },
        { $"routes:\n- {{from: https://e.test, to: https://posthog.com, {Public}}}\n", "", "Lost 2 posthog.com accepts no events, and has no region." },
        { "routes:\n- {from: https://e.test, redirect: {host_redirect: us.i.posthog.com}}\n", "", "Lost 2 it answers with a redirect" },
        { $"routes:\n- {{from: tcp+https://e.test, to: https://us.i.posthog.com, {Public}}}\n", "", "Lost 2 its from, 'tcp+https://e.test', isn't an address" },
        { $"routes:\n- {{from: https://e.test, to: https://us.i.posthog.com, prefix: '/a{{b}}/', prefix_rewrite: /, {Public}}}\n", "", "Lost 2 the app can't map it. The path '/a{b}' has a route parameter" },
        { "routes:\n- {from: https://app.test, to: http://app, allow_any_authenticated_user: true}\n", "", "" },
        {
            $"skip_xff_append: true\nroutes:\n- from: https://e.test\n  to: [https://us.i.posthog.com, https://us.i.posthog.com:443]\n  {Public}\n  timeout: 10s\n  set_request_headers: {{X-A: b}}\n  remove_request_headers: [Cookie, X-Forwarded-For, User-Agent]\n  set_response_headers: {{X-B: c}}\n  allow_websockets: true\n  preserve_host_header: false\n  tls_upstream_server_name: us.i.posthog.com\n  outlier_detection: {{}}\n",
            UsAtRoot,
            "Taken 3 app.\nDiffers 3 Pomerium sends /array/x0\nDiffers 3 Pomerium forwards /api/\nLost 4 to: Pomerium shares the requests among 2 upstreams\nLost 6 timeout: \nLost 7 set_request_headers: the app doesn't send your headers, such as X-A\n"
            + "Lost 8 remove_request_headers: the app sends the visitor's address\nLost 8 remove_request_headers: the app sends what PostHog's clients need, including User-Agent\nLost 9 set_response_headers: \nDiffers 10 allow_websockets: \nLost 13 outlier_detection: the app's proxy has no such setting.\nLost 1 skip_xff_append: "
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_in_the_file_is_in_the_lines_or_in_the_report(string file, string code, string report)
    {
        var import = PomeriumImport.Of(file, ct: TestContext.Current.CancellationToken);

        Assert.Null(import.Problem);
        Assert.Equal(code, import.Code.TrimEnd('\n'));
        Assert.Equal(code.Length == 0, import.Settings.Length == 0);
        var expected = report.Length == 0 ? [] : report.Split('\n');
        var actual = import.Report.Select(note => $"{note.Fate} {file[..note.Range.Start].Count(c => c == '\n') + 1} {note.Message}").ToList();
        Assert.Equal(expected, actual.Zip(expected.Concat(Enumerable.Repeat("nothing more", actual.Count)), (said, start) => said.StartsWith(start, StringComparison.Ordinal) ? start : said));
        var told = import.Report.Where(note => note.Fate != ImportFate.Differs).Select(note => note.Route).ToHashSet();
        Assert.All(PomeriumConfiguration.Read(file).Routes.Where(route => route.IsPostHog), route => Assert.Contains(route.Label, told));
    }

    [Fact]
    public void Hosts_with_the_same_are_one_line_and_only_paths_that_differ_name_their_hosts()
    {
        var routes = new[]
        {
            ("a.test", "us", "/"), ("b.test", "us", "/"), ("c.test", "eu", "/"), ("a.test", "us", "/q5/"), ("b.test", "us", "/q5/"), ("a.test", "us", "/q6/"), ("c.test", "eu", "/q6/"),
        }.Select(route => $"- {{from: https://{route.Item1}, to: https://{route.Item2}.i.posthog.com, prefix: {route.Item3}, prefix_rewrite: /, {Public}}}\n");

        var import = PomeriumImport.Of("routes:\n" + string.Concat(routes), ct: TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("a.test", "b.test");
            app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("c.test");
            app.MapPostHogProxy("/q5", PostHogRegion.Us);
            app.MapPostHogProxy("/q6", PostHogRegion.Us).RequireHost("a.test");
            app.MapPostHogProxy("/q6", PostHogRegion.Eu).RequireHost("c.test");

            """,
            import.Code);
        Assert.Equal(
            """
            app.MapPostHogProxy("a.test").RequireHost("a.test", "b.test");
            app.MapPostHogProxy("c.test").RequireHost("c.test");
            app.MapPostHogProxy("q5");
            app.MapPostHogProxy("q6").RequireHost("a.test");
            app.MapPostHogProxy("q6-2").RequireHost("c.test");

            """,
            import.CodeWithSettings);
        Assert.StartsWith("{\n  \"PostHogProxy\": {\n    \"Maps\": {\n      \"a.test\": {\n        \"Path\": \"/\",\n        \"Region\": \"Us\"\n      },\n      \"c.test\": {\n", import.Settings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes:\n  - from: [\n")]
    [InlineData("just words\n")]
    [InlineData("%YAML 1.2\n---\nroutes: []\n")]
    public void A_file_that_cannot_be_read_is_one_finding(string file)
    {
        var import = PomeriumImport.Of(file, ct: TestContext.Current.CancellationToken);

        Assert.Equal("PHX4021", import.Problem?.Id);
        Assert.NotNull(import.Problem!.Range);
        Assert.Equal(("", "", ""), (import.Code, import.CodeWithSettings, import.Settings));
        Assert.Empty(import.Report);
    }

    [Fact]
    public void Every_key_of_a_route_that_is_no_switch_turned_off_is_judged_or_told()
    {
        // What a request shows by itself is judged by requests; all else has to be told.
        string[] judged =
        [
            "name", "description", "logo_url", "from", "to", "redirect", "response", "prefix", "path", "regex", "regex_priority_order", "prefix_rewrite",
            "regex_rewrite_pattern", "regex_rewrite_substitution", "host_path_regex_rewrite_substitution", "allow_public_unauthenticated_access",
            "cors_allow_preflight", "policy", "sub_policies", "allowed_users", "allowed_domains", "allowed_idp_claims", "allow_any_authenticated_user",
            "show_error_details", "idp_client_id", "idp_client_secret", "identity_providers", "idp_access_token_allowed_audiences", "jwt_issuer_format",
        ];
        foreach (var key in RouteKeys.All.Except(judged))
        {
            RouteKeys.TryGet(key, out var kind);
            var value = kind switch { KeyKind.Flag => "true", KeyKind.Map => "{A: b}", KeyKind.List => "[A]", KeyKind.Duration => "1s", _ => "a" };
            var import = PomeriumImport.Of($"routes:\n- {{from: https://e.test, to: https://us.i.posthog.com, {Public}, {key}: {value}}}\n", ct: TestContext.Current.CancellationToken);

            Assert.Contains(import.Report, note => note.Message.StartsWith(key + ": ", StringComparison.Ordinal));
        }
    }
}
