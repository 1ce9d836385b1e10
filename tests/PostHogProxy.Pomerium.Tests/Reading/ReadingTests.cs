using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Tests.Reading;

public sealed class ReadingTests
{
    private static string At(string text, TextRange? range) => text.Substring(range!.Value.Start, range.Value.Length);

    [Fact]
    public void Every_key_and_value_is_known_with_its_place()
    {
        const string text = "# top\nroutes:\n  - from: https://a.example # here\n    to: \"https://us.i.posthog.com\"\n    remove_request_headers: [Cookie, 'X-A']\n";

        var route = Assert.Single(PomeriumConfiguration.Read(text).Routes);

        Assert.Equal("from", At(text, route.Find("from")!.Key.Range));
        Assert.Equal("https://a.example", At(text, route.FromText!.Range));
        Assert.Equal("\"https://us.i.posthog.com\"", At(text, route.Targets[0].Range));
        Assert.Equal("[Cookie, 'X-A']", At(text, route.Find("remove_request_headers")!.Value.Range));
        Assert.Equal("'X-A'", At(text, route.Scalars("remove_request_headers")[1].Range));
        Assert.StartsWith("from:", At(text, route.Node.Range), StringComparison.Ordinal);
        Assert.EndsWith("'X-A']", At(text, route.Node.Range), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFFroutes:\r\n- from: https://a.example\r\n  to: x\r\n")]
    [InlineData("{\"routes\": [{\"from\": \"https://a.example\", \"to\": \"x\"}]}")]
    [InlineData("ROUTES:\n- From: https://a.example\n  TO: x\n")]
    [InlineData("routes:\n- &r\n  from: !!str https://a.example\n  to: x\n")]
    [InlineData("routes: {from: https://a.example, to: x}\n")]
    [InlineData("🙂: 1\nroutes:\n- from: https://a.example\n  to: x\n---\nroutes: []\n")]
    public void One_route_is_read_however_it_is_written(string text)
    {
        var configuration = PomeriumConfiguration.Read(text);

        var route = Assert.Single(configuration.Routes);
        Assert.Equal("https://a.example", At(text, route.FromText!.Range).Trim('"'));
        Assert.Empty(configuration.ReadingFindings);
    }

    [Fact]
    public void An_alias_has_the_place_where_its_value_is_written()
    {
        const string text = "x-base: &base\n  from: https://a.example\n  to: https://b.example\nroutes:\n  - <<: *base\n    to: https://c.example\n  - *base\n";

        var routes = PomeriumConfiguration.Read(text).Routes;

        Assert.Equal(2, routes.Count);
        Assert.Equal("https://c.example", routes[0].Targets[0].Text);
        Assert.Equal("https://b.example", routes[1].Targets[0].Text);
        Assert.All(routes, route => Assert.Equal(text.IndexOf("https://a", StringComparison.Ordinal), route.FromText!.Range.Start));
        Assert.True(routes[0].Find("from")!.IsMerged);
        Assert.False(routes[0].Find("to")!.IsMerged);
    }

    [Fact]
    public void What_is_written_wins_over_what_is_merged_and_the_first_merged_over_the_second()
    {
        const string text = "a: &a {prefix: /a, name: a}\nb: &b {prefix: /b, path: /p}\nroutes:\n- from: https://x.example\n  name: own\n  <<: [*a, *b]\n";

        var route = Assert.Single(PomeriumConfiguration.Read(text).Routes);

        Assert.Equal(("own", "/a", "/p"), (route.Name, route.Prefix, route.Path));
    }

    [Fact]
    public void The_older_list_comes_first()
    {
        var routes = PomeriumConfiguration.Read("routes:\n- from: https://a\n- from: https://b\npolicy:\n- from: https://c\n").Routes;

        Assert.Equal(["policy[0]", "routes[0]", "routes[1]"], routes.Select(route => route.Label));
    }

    // What go-yaml v3 refuses, and where.
    [Theory]
    [InlineData("a: [b\nc: d\n", 1)]
    [InlineData("a: b: c\n", 4)]
    [InlineData("a: *nope\n", 3)]
    [InlineData("a: &x [*x]\n", 7)]
    [InlineData("a: &x 1\nb: &x [*x]\n", 15)]
    [InlineData("%YAML 1.2\n---\na: b\n", 0)]
    [InlineData("a:\n\tb: c\n", 3)]
    [InlineData("a: @x\n", 3)]
    [InlineData("a: \"x\n", 3)]
    [InlineData("? [a, b]\n: c\n", 7)]
    [InlineData("a: {<<: 1}\n", 4)]
    [InlineData("- a\n", 0)]
    public void A_file_that_is_no_YAML_is_one_finding_near_its_place(string text, int place)
    {
        var finding = Assert.Single(PomeriumConfiguration.Read(text).ReadingFindings);

        Assert.Equal("PHX4021", finding.Id);
        Assert.InRange(finding.Range!.Value.Start, place, place + 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("~\n")]
    [InlineData("routes:\n")]
    [InlineData("routes: []\n")]
    public void An_empty_file_has_no_routes_and_nothing_wrong(string text)
    {
        var configuration = PomeriumConfiguration.Read(text);

        Assert.Empty(configuration.Routes);
        Assert.Empty(configuration.ReadingFindings);
    }

    // Scalars: yes/no/on/off are no booleans; 30 is nanoseconds; "30" is an error; 0 and "0" are fine; "true", 1/0, t/f are booleans.
    [Theory]
    [InlineData("preserve_host_header: yes", "yes", "true")]
    [InlineData("preserve_host_header: 'off'", "'off'", "false")]
    [InlineData("pass_identity_headers: maybe", "maybe", null)]
    [InlineData("allow_spdy: [true]", "[true]", null)]
    [InlineData("timeout: 30", "30", "30s")]
    [InlineData("timeout: \"30\"", "\"30\"", "30s")]
    [InlineData("idle_timeout: 5 m", "5 m", null)]
    [InlineData("prefix: [/a]", "[/a]", null)]
    [InlineData("set_request_headers: x", "x", null)]
    [InlineData("remove_request_headers: {a: b}", "{a: b}", null)]
    public void A_value_of_the_wrong_kind_is_told_at_its_place(string line, string place, string? replacement)
    {
        var text = $"routes:\n- from: https://a.example\n  to: https://b.example\n  {line}\n";

        var finding = Assert.Single(PomeriumConfiguration.Read(text).ReadingFindings);

        Assert.Equal("PHX4017", finding.Id);
        Assert.Equal(text.IndexOf(place, 60, StringComparison.Ordinal), finding.Range!.Value.Start);
        Assert.Equal(place, At(text, finding.Range));
        Assert.Equal(replacement, finding.Replacement);
    }

    [Theory]
    [InlineData("preserve_host_header: \"true\"")]
    [InlineData("preserve_host_header: 1")]
    [InlineData("preserve_host_header: f")]
    [InlineData("preserve_host_header:")]
    [InlineData("timeout: 0")]
    [InlineData("timeout: \"0\"")]
    [InlineData("timeout: 1h2m3.5s")]
    [InlineData("idle_timeout: 100ms")]
    [InlineData("remove_request_headers: a,b")]
    [InlineData("prefix: 12")]
    [InlineData("name: yes")]
    public void A_value_Pomerium_reads_as_meant_is_silent(string line) =>
        Assert.Empty(PomeriumConfiguration.Read($"routes:\n- from: https://a.example\n  to: https://b.example\n  {line}\n").ReadingFindings);

    [Theory]
    [InlineData("a: 1\na: 2\n", 5)]
    [InlineData("routes:\n- from: x\n  From: y\n", 20)]
    [InlineData("cookie_name: a\nx: 1\ncookie_name: b\n", 20)]
    public void A_key_written_twice_is_told_at_the_second(string text, int place)
    {
        var finding = Assert.Single(PomeriumConfiguration.Read(text).ReadingFindings);

        Assert.Equal(("PHX4017", place), (finding.Id, finding.Range!.Value.Start));
    }

    [Fact]
    public void A_mistake_that_two_aliases_name_is_told_once()
    {
        const string text = "x: &x {from: https://a.example, to: https://b.example, timeout: 30}\nroutes: [*x, *x, {<<: *x, name: third}]\n";

        Assert.Single(PomeriumConfiguration.Read(text).ReadingFindings);
    }

    [Fact]
    public void Aliases_of_aliases_end_in_one_finding()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"))
            + "routes: *a20\n";

        Assert.Equal("PHX4021", Assert.Single(PomeriumConfiguration.Read(text).ReadingFindings).Id);
    }

    [Fact]
    public void A_file_nested_too_deeply_ends_in_one_finding() =>
        Assert.Equal("PHX4021", Assert.Single(PomeriumConfiguration.Read("routes: " + new string('[', 20_000)).ReadingFindings).Id);

    [Fact]
    public void Reading_stops_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => PomeriumConfiguration.Read("a: b\n", ct: source.Token));
    }

    [Theory]
    [InlineData("policies:\n- name: p\n  enforced: false\n  ppl: {}\nroutes: []\n", true)]
    [InlineData("routes:\n- from: https://a\n  policyIds: [x]\n", true)]
    [InlineData("routes:\n- from: https://a\n  policy: []\n", false)]
    public void A_file_with_the_names_of_Zeros_API_is_Zeros(string text, bool isZero) =>
        Assert.Equal(isZero, PomeriumConfiguration.Read(text).IsZero);
}
