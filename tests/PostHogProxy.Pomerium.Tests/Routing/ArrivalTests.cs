using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Routing;

/// <summary>What the options of Pomerium's listener make of a request. Each expectation is from config/envoyconfig/listeners_main.go and pkg/grpc/config/convert.go.</summary>
public sealed class ArrivalTests
{
    private const string Open = "routes:\n- {from: https://app.test, to: http://app, allow_public_unauthenticated_access: true}\n";

    [Theory]
    [InlineData("", "BadRequest400")]
    [InlineData("headers_with_underscores_action: reject_request\n", "BadRequest400")]
    [InlineData("headers_with_underscores_action: REQUEST\n", "BadRequest400")]
    [InlineData("headers_with_underscores_action: 2\n", "BadRequest400")]
    [InlineData("headers_with_underscores_action: ~\n", "BadRequest400")]
    [InlineData("headers_with_underscores_action: allow\n", "Through")]
    [InlineData("headers_with_underscores_action: Headers_With_Underscores_Action_Allow\n", "Through")]
    [InlineData("headers_with_underscores_action: unknown\n", "Through")]
    [InlineData("headers_with_underscores_action: \"\"\n", "Through")]
    [InlineData("headers_with_underscores_action: 0\n", "Through")]
    [InlineData("headers_with_underscores_action: drop_header\n", "Through")]
    [InlineData("headers_with_underscores_action: header\n", "Through")]
    public void An_underscore_in_a_headers_name_is_refused_unless_the_file_says_otherwise(string option, string outcome)
    {
        var explained = Explain.Of(PomeriumConfiguration.Read(option + Open), new("https://app.test/a"), "GET", [new("x_a", "1"), new("X-B", "2")]);

        Assert.Equal(outcome, explained.Outcome.ToString());
        var isDropped = option.Contains("eader\n", StringComparison.Ordinal);
        Assert.Equal(isDropped, explained.RemovedHeaders.Contains("x_a"));
        Assert.Equal(outcome == "Through" && !isDropped, explained.KeptHeaders.Contains("x_a"));
        Assert.Equal(outcome == "Through", explained.KeptHeaders.Contains("X-B"));
    }

    [Theory]
    [InlineData("", "/a%2Fb", "BadRequest400", null)]
    [InlineData("", "/a%5cb", "BadRequest400", null)]
    [InlineData("path_with_escaped_slashes_action: reject_request\n", "/a%2fb", "BadRequest400", null)]
    [InlineData("path_with_escaped_slashes_action: keep_unchanged\n", "/a%2Fb", "Through", "/a%2Fb")]
    [InlineData("path_with_escaped_slashes_action: unknown\n", "/a%2Fb", "Through", "/a%2Fb")]
    [InlineData("path_with_escaped_slashes_action: 1\n", "/a%2fb", "Through", "/a%2fb")]
    [InlineData("path_with_escaped_slashes_action: unescape_and_forward\n", "/a%2Fb", "Through", "/a/b")]
    [InlineData("path_with_escaped_slashes_action: forward\n", "/a%5Cb", "Through", "/a/b")]
    [InlineData("path_with_escaped_slashes_action: unescape_and_forward\n", "/a%2F..%2Fb", "Through", "/b")]
    [InlineData("path_with_escaped_slashes_action: unescape_and_forward\n", "/a%2F%2Fb", "Through", "/a/b")]
    [InlineData("path_with_escaped_slashes_action: unescape_and_forward\nmerge_slashes: false\n", "/a%2F%2Fb", "Through", "/a//b")]
    [InlineData("path_with_escaped_slashes_action: unescape_and_redirect\n", "/a%2Fb", "Redirect307", null)]
    [InlineData("path_with_escaped_slashes_action: redirect\n", "/a/b", "Through", "/a/b")]
    [InlineData("path_with_escaped_slashes_action: unescape_and_redirect\n", "/a?x=%2F", "Through", "/a?x=%2F")]
    public void An_escaped_slash_is_refused_unless_the_file_says_otherwise(string options, string path, string outcome, string? sent) => Expect(options, path, outcome, sent);

    [Theory]
    [InlineData("", "/a//b/../c", "/a/c")]
    [InlineData("merge_slashes: false\n", "/a//b/../c", "/a//c")]
    [InlineData("normalize_path: false\n", "/a//b/../c", "/a/b/../c")]
    [InlineData("merge_slashes: false\nnormalize_path: false\n", "/a//b/../c", "/a//b/../c")]
    [InlineData("merge_slashes: 0\nnormalize_path: f\n", "/a//%2e%2e/c", "/a//%2e%2e/c")]
    [InlineData("normalize_path: false\n", "/%7Ea", "/%7Ea")]
    [InlineData("", "/%7Ea", "/~a")]
    [InlineData("", "/a/%2e%2E/c", "/c")]
    [InlineData("merge_slashes: ~\nnormalize_path: true\n", "/a//b/./c", "/a/b/c")]
    public void A_path_is_normalised_and_merged_unless_the_file_says_otherwise(string options, string path, string sent) => Expect(options, path, "Through", sent);

    private static void Expect(string options, string path, string outcome, string? sent)
    {
        var explained = Explain.Of(PomeriumConfiguration.Read(options + Open), new("https://app.test" + path));

        Assert.Equal((outcome, sent is null ? null : "http://app" + sent), (explained.Outcome.ToString(), explained.Upstream));
    }
}
