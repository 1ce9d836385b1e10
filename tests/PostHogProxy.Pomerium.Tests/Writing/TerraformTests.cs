using System.Text.Json.Nodes;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

public sealed class TerraformTests
{
    [Theory]
    [MemberData(nameof(SetUp.Rows), MemberType = typeof(SetUp))]
    public async Task HashiCorps_parser_reads_the_values_that_were_meant(SetUp setUp)
    {
        var resources = await HclParser.Resources(TerraformWriter.Resources(setUp.Proxy));

        Assert.Equal(["pomerium_policy", "pomerium_route"], resources.Select(type => type.Key).Order(StringComparer.Ordinal));
        var policy = Assert.Single(resources["pomerium_policy"]!.AsObject());
        Assert.Equal("posthog", policy.Key);
        AssertIs("""[{"name": "posthog-public", "namespace_id": "${var.namespace_id}", "enforced": false, "ppl": {"allow": {"or": [{"accept": true}]}}}]""", policy.Value);
        var routes = resources["pomerium_route"]!.AsObject();
        Assert.Equal(setUp.Routes.Length, routes.Count);
        foreach (var row in setUp.Routes)
        {
            var (name, to, prefix, rewrite) = (row.Split('|')[0], row.Split('|')[1], row.Split('|')[2], row.Split('|')[3]);
            var expected = $$"""
                [{
                  "name": "{{name}}", "namespace_id": "${var.namespace_id}", "from": "https://e.test", "to": ["{{to}}"],
                  {{(prefix.Length > 0 ? $"\"prefix\": \"{prefix}\"," : "")}} {{(rewrite.Length > 0 ? $"\"prefix_rewrite\": \"{rewrite}\"," : "")}}
                  {{(setUp.ForwardsToPostHog ? "\"pass_identity_headers\": false, \"remove_request_headers\": [\"Cookie\"]," : "")}}
                  "policies": ["${pomerium_policy.posthog.id}"]
                }]
                """;
            AssertIs(expected, routes[name.Replace('-', '_')]);
        }
    }

    // The parser is the judge, so it must be one: what is no HCL fails.
    [Fact]
    public async Task What_is_no_HCL_is_refused()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => HclParser.Resources("resource \"pomerium_route\" \"x\" {\n  prefix =\n}\n"));

        Assert.Contains("Invalid expression", failure.Message, StringComparison.Ordinal);
    }

    // Without regard to the order of the keys.
    private static void AssertIs(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected: {expected}\nread: {actual?.ToJsonString()}");
}
