using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>PHX1003 to PHX1005. Proxies are written as in <see cref="ClientRulesTests"/>.</summary>
public sealed class EndpointRulesTests
{
    [Fact]
    public void A_path_that_cannot_be_mapped_is_PHX1003_with_the_proposal()
    {
        var finding = EndpointRules.Unusable("ingest", "/k3fw", "Program.cs");

        Assert.Equal(("PHX1003", "Program.cs", "Write \"/k3fw\".", "/k3fw"), (finding?.Id, finding?.Where, finding?.Fix, finding?.Replacement));
        Assert.Contains("'ingest'", finding?.Message, StringComparison.Ordinal);
        Assert.Contains("doesn't start", finding?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_proposal_there_is_no_cure_to_write()
    {
        var finding = EndpointRules.Unusable("ingest", null, "Program.cs");

        Assert.NotNull(finding);
        Assert.Null(finding.Fix);
        Assert.Null(finding.Replacement);
    }

    [Fact]
    public void A_path_that_can_be_mapped_is_left_alone() => Assert.Null(EndpointRules.Unusable("/k3fw", "/t7k2", "Program.cs"));

    [Fact]
    public void The_root_of_every_host_is_PHX1003()
    {
        var finding = EndpointRules.RootWithoutHost(One("eu /"), "/k3fw", "Program.cs");

        Assert.Equal(("PHX1003", "Program.cs"), (finding?.Id, finding?.Where));
        Assert.Contains("\"/k3fw\"", finding?.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu /@e.shop.example")]
    [InlineData("eu /k3fw")]
    [InlineData("eu ?")]
    public void A_root_with_a_host_or_another_path_is_left_alone(string proxy) => Assert.Null(EndpointRules.RootWithoutHost(One(proxy), "/k3fw", "Program.cs"));

    [Fact]
    public void A_root_whose_hosts_are_not_known_is_left_alone() =>
        Assert.Null(EndpointRules.RootWithoutHost(new("/", PostHogRegion.Eu, null), "/k3fw", "Program.cs"));

    [Theory]
    [InlineData(false, "Remove the call.")]
    [InlineData(true, "Map the proxy outside this group.")]
    public void An_authorization_without_effect_is_PHX1004(bool isShared, string fix)
    {
        var finding = EndpointRules.Authorization(isShared, "Program.cs");

        Assert.Equal(("PHX1004", "Program.cs", fix), (finding.Id, finding.Where, finding.Fix));
    }

    [Theory]
    [InlineData("eu /k3fw", "us /k3fw", "'/k3fw'", "answered with 500")]
    [InlineData("eu /k3fw", "us /K3FW", "'/K3FW'", "answered with 500")]
    [InlineData("eu /k3fw@e.shop.example", "us /k3fw@*.shop.example", "'/k3fw'", "answered with 500")]
    [InlineData("eu /a", "us /a/b", "at '/a/b' is inside", "of the one at '/a'")]
    [InlineData("eu /a/b", "us /a", "at '/a/b' is inside", "of the one at '/a'")]
    [InlineData("eu /A", "us /a/b/c", "at '/a/b/c' is inside", "of the one at '/A'")]
    [InlineData("eu /", "us /a", "at '/a' is inside", "of the one at '/'")]
    [InlineData("eu /a", "us /", "at '/a' is inside", "of the one at '/'")]
    [InlineData("eu /a@e.shop.example", "us /a/b@e.shop.example", "at '/a/b' is inside", "of the one at '/a'")]
    public void Two_proxies_that_meet_are_PHX1005(string first, string second, string where, string what)
    {
        var finding = EndpointRules.Overlap(One(first), One(second), "Program.cs");

        Assert.Equal(("PHX1005", "Program.cs"), (finding?.Id, finding?.Where));
        Assert.All((string[])[where, what], part => Assert.Contains(part, finding?.Message, StringComparison.Ordinal));
        Assert.NotNull(finding?.Fix);
    }

    [Theory]
    [InlineData("eu /a", "us /b")]
    [InlineData("eu /a", "us /ab")]
    [InlineData("eu /ab", "us /a")]
    [InlineData("eu /a/b", "us /c/a/b")]
    [InlineData("eu /a/b", "us /a/c")]
    [InlineData("eu /a/", "us /b/")]
    [InlineData("eu /b", "us /a/b")]
    [InlineData("eu /a", "us /a@e.shop.example")]
    [InlineData("eu /a@e.shop.example", "us /a")]
    [InlineData("eu /a@e.shop.example", "us /a@t.shop.example")]
    [InlineData("eu ?", "us /a")]
    [InlineData("eu /a", "us ?")]
    public void Two_that_never_meet_or_may_not_are_left_alone(string first, string second) =>
        Assert.Null(EndpointRules.Overlap(One(first), One(second), "Program.cs"));

    [Fact]
    public void Hosts_that_are_not_known_are_no_overlap()
    {
        var unknown = new MappedProxy("/a", PostHogRegion.Eu, null);

        Assert.Null(EndpointRules.Overlap(unknown, One("us /a"), "Program.cs"));
        Assert.Null(EndpointRules.Overlap(One("us /a"), unknown, "Program.cs"));
    }

    private static MappedProxy One(string written) => Assert.Single(ClientRulesTests.Proxies(written));
}
