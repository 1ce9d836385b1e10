using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

public sealed class RefusalTests
{
    private const string App = "- {from: https://e.test, to: http://app, allowed_users: [x]}\n";
    private const string Open = "allow_public_unauthenticated_access: true, remove_request_headers: [Cookie]";

    // Each with what is said, and the text the finding stands at where there is one.
    public static TheoryData<string, string?, string, string?> Refused => new()
    {
        { "routes:\n- {from: https://a.test, to: http://app}\n", "no path", "'no path' isn't a path for a route", null },
        { "routes:\n- {from: https://a.test, to: http://app}\n", "/", "'/' isn't a path for a route", null },
        { "policies: [{name: p, enforced: false, ppl: {allow: {or: [{accept: true}]}}}]\nroutes: []\n", "/t7x", "Zero can't read a file", null },
        { "routes:\n" + App, null, "routes[0] already has the host e.test", "https://e.test" },
        { $"routes:\n- {{from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /static/, {Open}}}\n- {{name: shop, from: https://e.test, to: http://app, prefix: /shop/, allowed_users: [x]}}\n", null, "routes[1] 'shop' already has the host e.test", null },

        // For the same path there is something else: another region, another app, closed.
        { $"routes:\n- {{from: https://e.test, to: https://eu.i.posthog.com, prefix: /t7x/, prefix_rewrite: /, {Open}}}\n" + App, "/t7x", "routes[0] already is a route for https://e.test/t7x/", "https://e.test" },
        { "routes:\n- {from: https://e.test, to: http://other, prefix: /t7x/, allowed_users: [x]}\n" + App, "/t7x", "A rule asks who the visitor is", "https://e.test" },
        { "routes:\n- {from: https://e.test, to: https://us.i.posthog.com, prefix: /t7x/, prefix_rewrite: /}\n" + App, "/t7x", "It has no policy, and Pomerium answers 403 to everything that no rule allows", "https://e.test" },
        { "routes:\n" + App + "- {from: https://e.test, to: https://us.i.posthog.com, prefix: /t7x/, prefix_rewrite: /}\n", "/t7x", "routes[1] already is a route for https://e.test/t7x/", null },

        // Problems the file does not have now.
        { "routes:\n- {from: \"https://*.test\", to: http://app, allowed_users: [x]}\n", "/t7x", "PHX4042: With routes of its own, e.test no longer uses routes[0]", null },
        { "skip_xff_append: true\nroutes:\n" + App, "/t7x", "PHX4034", null },
        { "downstream_mtls: {ca: eA==}\nroutes:\n" + App, "/t7x", "PHX4019", null },
        { "routes:\n" + App, "/ingest", "PHX4044: Blockers stop", null },
        { $"policy:\n- {{from: https://a.test, to: http://app, allowed_users: [x]}}\nroutes:\n" + App, "/t7x", "PHX4043", null },

        // No place: in brackets and by an alias, something else in place of a list or its items, a list that came in by a merge key, an alias that would stand before its anchor.
        { "x: &x {from: https://e.test, to: http://app, allowed_users: [x]}\nroutes: [*x]\n", "/t7x", "no place in the file", null },
        { "routes:\n  from: https://e.test\n  to: http://app\n  allowed_users: [x]\n", "/t7x", "no place in the file", null },
        { $"routes:\n- {{from: https://e.test, to: http://app, allowed_users: [x], set_request_headers: &h {{a: b}}}}\n- {{from: https://e.test, to: https://us.i.posthog.com, prefix: /t7x/, prefix_rewrite: /, set_request_headers: *h, {Open}}}\n", "/t7x", "no place in the file", null },
        { "routes: 5\n", "/t7x", "no place in the file", null },
        { "routes: [5, x] # soon\n", "/t7x", "no place in the file", null },
        { "{\"routes\": [\"x\"]}\n", "/t7x", "no place in the file", null },
        { "x: &x {routes: []}\n<<: *x\n", "/t7x", "no place in the file", null },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_patched_is_told_at_its_place_and_left_as_it_is(string text, string? path, string said, string? place)
    {
        var result = PomeriumPatch.Apply(text, new("e.test", path, PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.Equal(text, result.Text);
        Assert.NotNull(result.Problem);
        Assert.Equal("PHX4080", result.Problem.Id);
        Assert.Contains(said, result.Problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", result.Problem.Message, StringComparison.Ordinal);
        Assert.True(result.Problem.IsProblem && result.Problem.Fix is { Length: > 0 });
        if (place is not null)
        {
            Assert.Equal(place, text.Substring(result.Problem.Range!.Value.Start, result.Problem.Range.Value.Length));
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_as_the_check_tells_it()
    {
        const string text = "routes:\n- from: x: y\n";

        var result = PomeriumPatch.Apply(text, new("e.test", "/t7x", PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.Equal((text, "PHX4021"), (result.Text, result.Problem?.Id));
    }

    // Where the app itself maps the proxy, what is on its host already counts likewise.
    [Theory]
    [InlineData("routes:\n" + App, null)]
    [InlineData("routes:\n- {from: https://e.test, to: http://other, prefix: /t7x/, allow_public_unauthenticated_access: true}\n" + App, "/t7x")]
    public void An_app_behind_Pomerium_takes_no_others_place(string text, string? path)
    {
        var result = PomeriumPatch.Apply(text, new("e.test", path, PostHogRegion.Us, new("http://app:8080")), TestContext.Current.CancellationToken);

        Assert.Equal((text, "PHX4080"), (result.Text, result.Problem?.Id));
    }

    // Each of these is one line away from a file that is refused, and is patched.
    [Theory]
    [InlineData("routes: []\n", "routes:\n  - name: posthog-static\n")]
    [InlineData("routes: ~ # none\nlog_level: info\n", "routes: # none\n  - name: posthog-static\n")]
    [InlineData("routes: {}\n", null)]
    [InlineData("{\"routes\": [], \"log_level\": \"info\"}\n", "{\"routes\": [{\"from\": \"https://e.test\", ")]
    [InlineData("{}\n", "{\"routes\": [{\"from\": \"https://e.test\", ")]
    [InlineData("{\"log_level\": \"info\"}\n", "{\"routes\": [{\"from\": \"https://e.test\", ")]
    [InlineData("", "routes:\n  - name: posthog-static\n")]
    [InlineData("# nothing yet", "# nothing yet\nroutes:\n  - name: posthog-static\n")]
    [InlineData("---\n# nothing yet\n", "---\n# nothing yet\nroutes:\n  - name: posthog-static\n")]
    public void A_list_of_routes_that_is_missing_or_empty_is_begun(string text, string? start)
    {
        var result = PomeriumPatch.Apply(text, new("e.test", "/t7x", PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.Equal(start is null, result.Problem is not null);
        Assert.StartsWith(start ?? text, result.Text, StringComparison.Ordinal);
    }
}
