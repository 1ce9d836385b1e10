using static PostHogProxy.Rules.Tests.Blocking.OneRule;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>Rules that block a request. The rules are made up here; what they must do is what uBlock Origin's engine does (EngineTests).</summary>
public sealed class RuleThatBlocksTests
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
}
