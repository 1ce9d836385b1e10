using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Checks;

/// <summary>PostHog's guide for Pomerium Core, written out from the facts: two public routes on one host, everything first, then /static.</summary>
public sealed class GuideTests
{
    private const string Guide = """
        routes:
          - name: "PostHog"
            from: https://e.yourdomain.com
            to: https://us.i.posthog.com
            policy:
              - allow:
                  or:
                    - public: true

          - name: "PostHog Assets"
            from: https://e.yourdomain.com
            to: https://us-assets.i.posthog.com
            prefix: /static
            policy:
              - allow:
                  or:
                    - public: true
        # rest of your configuration

        """;

    // Line by line: 4001 at each public: true (and no 4003 beside it), 4006 on the assets route, 4033 on each route, 4060 and 4061 on
    // the assets route. 4031 is not there: without pass_identity_headers Pomerium sends none.
    private static readonly string[] Expected =
    [
        "4: PHX4033", "8: PHX4001", "11: PHX4060", "12: PHX4033", "13: PHX4006", "13: PHX4061", "17: PHX4001",
    ];

    private static string InRegion(string text, string region) => text.Replace("us.i.", region + ".i.", StringComparison.Ordinal).Replace("us-assets.", region + "-assets.", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string text) => PomeriumChecks.Of(PomeriumConfiguration.Read(text))
        .Select(finding => $"{text.AsSpan(0, finding.Range!.Value.Start).Count('\n') + 1}: {finding.Id}");

    [Theory]
    [InlineData("us")]
    [InlineData("eu")]
    public void The_guides_file_has_exactly_these_findings(string region) => Assert.Equal(Expected, Lines(InRegion(Guide, region)));

    [Fact]
    public void Identity_headers_are_told_of_both_routes_where_the_file_passes_them_on() =>
        Assert.Equal(
            ["5: PHX4031", "13: PHX4031"],
            Lines("pass_identity_headers: true\n" + Guide).Where(line => line.Contains("PHX4031", StringComparison.Ordinal)));

    [Theory]
    [InlineData("us")]
    [InlineData("eu")]
    public void With_the_offered_changes_made_it_works(string region)
    {
        var text = PomeriumFixes.Apply("pass_identity_headers: true\n" + InRegion(Guide, region));
        var configuration = PomeriumConfiguration.Read(text);

        Assert.Empty(PomeriumChecks.Of(configuration).Select(finding => finding.Id));
        (string Path, string Host)[] expected =
        [
            ("/static/array.js", $"{region}-assets.i.posthog.com"), ("/array/phc_x/config.js", $"{region}-assets.i.posthog.com"),
            ("/e/", $"{region}.i.posthog.com"), ("/flags/?v=2", $"{region}.i.posthog.com"),
        ];
        foreach (var (path, host) in expected)
        {
            var explanation = Explain.Of(configuration, new Uri("https://e.yourdomain.com" + path));

            Assert.Equal($"https://{host}{path}", explanation.Upstream);
            Assert.Equal(host, explanation.Host);
            Assert.Equal(host, explanation.ServerName);
            Assert.Equal("Through", explanation.Outcome.ToString());
            Assert.DoesNotContain("Cookie", explanation.KeptHeaders);
        }

        Assert.EndsWith("# rest of your configuration\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_changes_leave_every_other_line_as_it_was()
    {
        const string around = "# top\nshared_secret:   YWJj   # spaced\n\nroutes:\n  # the app\n  - from: https://app.yourdomain.com   # here\n    to:   http://app:8080\n    allowed_domains: [yourdomain.com]\n";

        var text = PomeriumFixes.Apply(around + Guide[(Guide.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

        Assert.StartsWith(around, text, StringComparison.Ordinal);
        Assert.Empty(PomeriumChecks.Of(PomeriumConfiguration.Read(text)));
    }
}
