using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

public sealed class WritingTests
{
    private static ProxyDescription Proxy(string? path, string region, string? app) =>
        new("e.test", path, Enum.Parse<PostHogRegion>(region), app is null ? null : new(app));

    [Theory]
    [MemberData(nameof(SetUp.Rows), MemberType = typeof(SetUp))]
    public void Core_routes_lead_where_they_should_and_no_check_has_a_word_to_say(SetUp setUp)
    {
        var file = PomeriumConfiguration.Read(CoreWriter.Routes(setUp.Proxy));

        Assert.False(file.IsZero);
        Assert.Equal(setUp.Routes, file.Routes.Select(route => $"{route.Name}|{route.Targets.Single().Text}|{route.Prefix}|{route.Text("prefix_rewrite")}"));
        AssertLeads(setUp, file);
    }

    [Theory]
    [MemberData(nameof(SetUp.Rows), MemberType = typeof(SetUp))]
    public async Task Terraforms_routes_lead_where_they_should_and_no_check_has_a_word_to_say(SetUp setUp) =>
        AssertLeads(setUp, PomeriumConfiguration.Read(ZeroFile.OfTerraform(await HclParser.Resources(TerraformWriter.Resources(setUp.Proxy))), isZero: true));

    [Theory]
    [MemberData(nameof(SetUp.Rows), MemberType = typeof(SetUp))]
    public void The_consoles_fields_lead_where_they_should_and_no_check_has_a_word_to_say(SetUp setUp) =>
        AssertLeads(setUp, PomeriumConfiguration.Read(ZeroFile.OfConsole(ConsoleWriter.Fields(setUp.Proxy)), isZero: true));

    private static void AssertLeads(SetUp setUp, PomeriumConfiguration file)
    {
        Assert.Empty(PomeriumChecks.Of(file));
        Assert.Equal(setUp.Routes.Length, file.Routes.Count);
        foreach (var (asked, upstream) in setUp.Requests)
        {
            var explanation = Explain.Of(file, asked, "POST");

            Assert.Equal(("Through", upstream), (explanation.Outcome.ToString(), explanation.Upstream));
            Assert.Equal(setUp.ForwardsToPostHog, explanation.RemovedHeaders.Contains("Cookie"));
        }
    }

    [Fact]
    public void The_console_is_filled_in_with_the_policy_first_and_then_the_route_for_everything()
    {
        var fields = ConsoleWriter.Fields(Proxy(null, "Us", null));

        Assert.True(fields.IndexOf("Public Access", StringComparison.Ordinal) < fields.IndexOf("https://us.i.posthog.com", StringComparison.Ordinal));
        Assert.True(fields.IndexOf("https://us.i.posthog.com", StringComparison.Ordinal) < fields.IndexOf("/static/", StringComparison.Ordinal));
    }
}
