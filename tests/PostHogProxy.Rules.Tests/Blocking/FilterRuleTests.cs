using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>One rule against one address. The rules are made up here; what they must do is what uBlock Origin's engine does (EngineTests).</summary>
public sealed class FilterRuleTests
{
    [Theory]

    // Plain text, anywhere and in any case.
    [InlineData("/zap/e", "/x/zap/e/")]
    [InlineData("/ZAP/*", "/x/zap/e/")]
    [InlineData("/zap/*", "/X/ZAP/e/")]
    [InlineData("-zap.", "/a-zap.b/e/")]
    [InlineData("*/zap/*", "/zap/e/")]
    [InlineData("?zap=", "/e/?zap=1")]
    [InlineData("zap/1", "/zap/1")]

    // Wildcards.
    [InlineData("/zap/*/e/*", "/zap/x/y/e/")]
    [InlineData("/zap*zip*zup", "/zap-zip/zup")]
    [InlineData("/zap/**e", "/zap/e/")]

    // A piece that comes again: the last place must be found too.
    [InlineData("/zap*/e|", "/zap/e/e")]
    [InlineData("/a*ab*b|", "/aabab/b")]

    // Separators, also at the end.
    [InlineData("/zap^", "/zap/")]
    [InlineData("/zap^", "/zap")]
    [InlineData("/zap^", "/zap?x=1")]
    [InlineData("^ip=", "/e/?ip=0")]
    [InlineData("^ip=", "/e/?x=1&ip=0")]
    [InlineData("/e/*^ip=*^ver=", "/zap/e/?ip=0&_=1&ver=2")]
    [InlineData("/zap*^", "/zap")]

    // Anchors.
    [InlineData("|https://www.shop.", "/e/")]
    [InlineData("/e/|", "/zap/e/")]
    [InlineData("/e^|", "/zap/e/")]
    [InlineData("/e^|", "/zap/e")]
    [InlineData("||www.", "/e/")]
    [InlineData("||shop.", "/e/")]
    [InlineData("||shop.*/e/", "/e/")]
    [InlineData("|/zap/", "/zap/e/")]
    [InlineData("|*/zap/", "/x/zap/e/")]
    [InlineData("|https://www.shop.example/zap/|", "/zap/")]

    // The same option twice.
    [InlineData("/zap/*$1p,first-party", "/zap/e/")]
    [InlineData("/zap/*$~3p,~third-party", "/zap/e/")]
    [InlineData("/zap/*$~1p,1p", "/zap/e/")]
    [InlineData("/zap/*$3p,~3p,~third-party", "/zap/e/")]

    // Regular expressions: whatever stands between two slashes, even where its author meant a folder.
    [InlineData("/zap/", "/zapper/e/")]
    [InlineData("/zap/*/e/", "/zap/e/")]
    [InlineData("""/\/z[a-z]p\//""", "/zap/e/")]
    [InlineData("""/\/ZAP\//""", "/zap/e/")]
    [InlineData("""/^https?:\/\/[a-z.]+\/zap\d{2,3}(?:\?|$)/""", "/zap123")]
    [InlineData("""/zap|zip/$xhr""", "/zip/e/")]
    [InlineData("""/zapp?\//""", "/zap/e/")]
    [InlineData("""/\/zap(?=\/e)/""", "/zap/e/")]

    // Options that let an xhr of the page's own site through to the rule.
    [InlineData("/zap/*$xhr", "/zap/e/")]
    [InlineData("/zap/*$xmlhttprequest,script", "/zap/e/")]
    [InlineData("/zap/*$~script", "/zap/e/")]
    [InlineData("/zap/*$~image,~popup", "/zap/e/")]
    [InlineData("/zap/*$all", "/zap/e/")]
    [InlineData("/zap/*$popup,xhr", "/zap/e/")]
    [InlineData("/zap/*$1p", "/zap/e/")]
    [InlineData("/zap/*$first-party", "/zap/e/")]
    [InlineData("/zap/*$~third-party", "/zap/e/")]
    [InlineData("/zap/*$~3p,xhr", "/zap/e/")]
    [InlineData("/zap/*$1p,3p", "/zap/e/")]
    [InlineData("/zap/*$strict1p", "/zap/e/")]
    [InlineData("/zap/*$domain=~a.example|~b.example", "/zap/e/")]
    [InlineData("/zap/*$from=~a.example,to=~com|~net", "/zap/e/")]
    [InlineData("/zap/*$domain=~a.example,denyallow=b.example", "/zap/e/")]
    [InlineData("/zap/*$important", "/zap/e/")]
    [InlineData("/zap/*$redirect=noop.js", "/zap/e/")]
    [InlineData("/zap/*$empty", "/zap/e/")]
    [InlineData("/zap/*$_,xhr,__", "/zap/e/")]
    [InlineData("/zap/*$method=post|put", "/zap/e/")]
    [InlineData("/zap/*$method=~get", "/zap/e/")]
    [InlineData("*$xhr,1p", "/zap/e/")]
    [InlineData("/zap$/*$xhr", "/zap$/e/")]
    [InlineData("""/\/zAp\//$match-case""", "/zAp/e/")]
    [InlineData("  /zap/*  ", "/zap/e/")]
    public void A_rule_blocks(string rule, string target) => Assert.True(Blocks(rule, target));

    [Theory]

    // Another text, or only a part of it.
    [InlineData("/zap/*", "/zapper/e/")]
    [InlineData("/zap/*", "/zap-x1/e/")]
    [InlineData("/zap/*", "/my-zap/e/")]
    [InlineData("/zap^", "/zap-x/")]
    [InlineData("/zap^", "/zap.x/")]
    [InlineData("/zap^", "/zap%20/")]
    [InlineData("^ip=", "/e/?tip=0")]
    [InlineData("^ip=", "/e/?x=1&zip=0")]
    [InlineData("/zip*zap", "/zap/zip")]
    [InlineData("/zap/*/e/*", "/zap/e/")]
    [InlineData("/e/|", "/e/?x=1")]
    [InlineData("/zap*/e/|", "/zap/e/x")]
    [InlineData("|www.shop.", "/e/")]
    [InlineData("||op.", "/e/")]
    [InlineData("||zap.", "/zap.x/")]
    [InlineData("""/\/zap\/$/""", "/zap/e/")]
    [InlineData("""/\/zAp\//$match-case""", "/zap/e/")]
    [InlineData("""/zap(/""", "/zap(/e/")]
    [InlineData("""/[/""", "/zap/")]

    // For other kinds of requests.
    [InlineData("/zap/*$script", "/zap/e/")]
    [InlineData("/zap/*$image", "/zap/e/")]
    [InlineData("/zap/*$ping,other,doc,frame,css,font,media,websocket,object", "/zap/e/")]
    [InlineData("/zap/*$popup", "/zap/e/")]
    [InlineData("/zap/*$popunder", "/zap/e/")]
    [InlineData("/zap/*$~xhr", "/zap/e/")]
    [InlineData("/zap/*$xhr,~xhr", "/zap/e/")]
    [InlineData("/zap/*$all,~xhr", "/zap/e/")]

    // For other sites' requests, or on named sites.
    [InlineData("/zap/*$3p", "/zap/e/")]
    [InlineData("/zap/*$third-party", "/zap/e/")]
    [InlineData("/zap/*$~1p", "/zap/e/")]
    [InlineData("/zap/*$~first-party", "/zap/e/")]
    [InlineData("/zap/*$strict3p", "/zap/e/")]
    [InlineData("/zap/*$domain=a.example", "/zap/e/")]
    [InlineData("/zap/*$domain=a.example|~b.a.example", "/zap/e/")]
    [InlineData("""/zap/*$domain=/a\.example/""", "/zap/e/")]
    [InlineData("/zap/*$from=a.*", "/zap/e/")]
    [InlineData("/zap/*$to=com", "/zap/e/")]
    [InlineData("/zap/*$denyallow=a.example", "/zap/e/")]
    [InlineData("||zap.example^", "/zap/e/")]
    [InlineData("||zap.example/x", "/zap/e/")]
    [InlineData("||www.shop.example^", "/e/")]
    [InlineData("zap.example", "/zap.example/e/")]
    [InlineData("zap", "/zap/e/")]
    [InlineData("127.0.0.1 zap", "/zap/e/")]

    // What changes requests, looks at answers, or is unknown.
    [InlineData("/zap/*$removeparam=x", "/zap/e/")]
    [InlineData("/zap/*$redirect-rule=noop.js", "/zap/e/")]
    [InlineData("/zap/*$csp=script-src 'none'", "/zap/e/")]
    [InlineData("""/zap/*$replace=/a/b/""", "/zap/e/")]
    [InlineData("/zap/*$header=via:x", "/zap/e/")]
    [InlineData("/zap/*$ipaddress=1.2.3.4", "/zap/e/")]
    [InlineData("/zap/*$method=get", "/zap/e/")]
    [InlineData("/zap/*$app=zap", "/zap/e/")]
    [InlineData("/zap/*$surely-not-an-option", "/zap/e/")]
    [InlineData("/zap/*$script=1,xhr", "/zap/e/")]
    [InlineData("/zap/*$~important", "/zap/e/")]
    [InlineData("/zap/*$~xhr,~xmlhttprequest", "/zap/e/")]
    [InlineData("/zap/*$~1p,~first-party", "/zap/e/")]
    [InlineData("/zap/*$3p,third-party", "/zap/e/")]
    [InlineData("|https://www.shop.example/zap/|", "/zap/e/")]
    [InlineData("/zap/*$xhr,", "/zap/e/")]
    [InlineData("/zap/*$domain=", "/zap/e/")]

    // No network rules.
    [InlineData("! /zap/*", "/zap/e/")]
    [InlineData("[Adblock Plus 2.0]", "/adblock/")]
    [InlineData("# /zap/*", "/zap/e/")]
    [InlineData("##/zap/", "/zap/e/")]
    [InlineData("/zap/##.ad", "/zap/##.ad")]
    [InlineData("/zap/#@#.ad", "/zap/")]
    [InlineData("/zap/#?#.ad", "/zap/")]
    [InlineData("/zap/#$#.ad", "/zap/")]
    [InlineData("/zap/#@$?#.ad", "/zap/")]
    [InlineData("/zap/#%#//scriptlet('x')", "/zap/")]
    [InlineData("zap$$script[tag-content=\"x\"]", "/zap/")]
    [InlineData("@@/zap/*", "/zap/e/")]
    [InlineData("/zap/*$badfilter", "/zap/e/")]
    [InlineData("", "/zap/e/")]
    [InlineData("/", "/zap/e/")]
    [InlineData("*", "/zap/e/")]
    [InlineData("|", "/zap/e/")]
    [InlineData("||", "/zap/e/")]
    [InlineData("|z", "/zap/e/")]
    [InlineData("$", "/zap/e/")]
    [InlineData("^", "/zap/e/")]
    [InlineData("/zäp/", "/zäp/e/")]
    public void A_rule_leaves_an_own_request_alone(string rule, string target) => Assert.False(Blocks(rule, target));

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

    private static bool Blocks(string rule, string target, RequestKinds kind = RequestKinds.Xhr, bool isPageHost = true) =>
        Blockers.Find(new("www.shop.example", target, kind, "POST", isPageHost), [FilterList.Parse(rule, "x")]) is not null;
}
