using PostHogProxy.Rules.Blocking;
using static PostHogProxy.Rules.Tests.Blocking.OneRule;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>What a rule is for, and what is no rule. The rules are made up here; what they must do is what uBlock Origin's engine does (EngineTests).</summary>
public sealed class FilterRuleTests
{
    [Theory]
    [InlineData("/zap/*$ping", "Ping")]
    [InlineData("/zap/*$beacon", "Ping")]
    [InlineData("/zap/*$script", "Script")]
    [InlineData("/zap/*$xhr", "Xhr")]
    public void A_rule_is_for_the_kinds_it_names_only(string rule, string kind)
    {
        foreach (var asked in (RequestKinds[])[RequestKinds.Script, RequestKinds.Xhr, RequestKinds.Ping])
        {
            Assert.Equal(asked.ToString() == kind, Blocks(rule, "/zap/e/", asked));
        }
    }

    [Theory]
    [InlineData("/zap/*$strict1p", true, false)]
    [InlineData("/zap/*$strict3p", false, true)]
    [InlineData("/zap/*$1p", true, true)]
    [InlineData("/zap/*$3p", false, false)]
    public void A_host_beside_the_pages_is_of_its_site_but_is_not_it(string rule, bool onPageHost, bool onOtherHost)
    {
        Assert.Equal(onPageHost, Blocks(rule, "/zap/e/", isPageHost: true));
        Assert.Equal(onOtherHost, Blocks(rule, "/zap/e/", isPageHost: false));
    }

    [Theory]
    [InlineData("/zap/*$method=post", true)]
    [InlineData("/zap/*$method=get|post", true)]
    [InlineData("/zap/*$method=post|get", true)]
    [InlineData("/zap/*$method=get", false)]
    [InlineData("/zap/*$method=~post|~get", false)]
    [InlineData("/zap/*$method=~get|~post", false)]
    [InlineData("/zap/*$method=~get|~put", true)]
    public void A_rule_is_for_the_methods_it_names(string rule, bool blocks) => Assert.Equal(blocks, Blocks(rule, "/zap/e/"));

    [Fact]
    public void A_pattern_that_no_blocker_takes_is_no_rule()
    {
        Assert.NotNull(FilterRule.Parse("/" + new string('z', 1023)));
        Assert.Null(FilterRule.Parse("/" + new string('z', 1024)));
        Assert.NotNull(FilterRule.Parse($"/{new string('z', 4094)}/"));
        Assert.Null(FilterRule.Parse($"/{new string('z', 4095)}/"));
        Assert.All(["/z p/*", "/z\u0001p/*", "/z\u00e4p/*", "/z\u007fp/*"], line => Assert.Null(FilterRule.Parse(line)));
        Assert.All(["/z!p/*", "/z~p/*"], line => Assert.NotNull(FilterRule.Parse(line)));
    }

    [Fact]
    public void A_regular_expression_that_never_ends_is_given_up_once_and_for_all()
    {
        var list = FilterList.Parse("""/^https:\/\/(([a-z.]+)+)+!/""" + "\n/zap/*\n", "x");
        var url = new RequestUrl("www.shop.example", "/" + new string('a', 200) + "/zap/", RequestKinds.Xhr, "POST", isPageHost: true);

        // Without the limit the first would outlast the test run, without the giving up the rest would.
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal("/zap/*", Blockers.Find(url, [list])?.Rule.Text);
        }
    }

    [Theory]
    [InlineData("||zap.example^", true)]
    [InlineData("||z4p-9_Z.example/x", true)]
    [InlineData("||localhost:", true)]
    [InlineData("||zap.example", true)]
    [InlineData("||zap?", true)]
    [InlineData("zap09.Example", true)]
    [InlineData("||zap.", false)]
    [InlineData("||zap", false)]
    [InlineData("||^", false)]
    [InlineData("/zap.example", false)]
    [InlineData("zap..example", false)]
    [InlineData("-zap.example", false)]
    [InlineData("z", false)]
    public void A_rule_names_a_host_by_its_whole_name(string pattern, bool names) => Assert.Equal(names, FilterRule.NamesHost(pattern));
}
