using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

public sealed class FilterListTests
{
    [Theory]
    [InlineData("[Adblock Plus 2.0]\n! Title: Zap list\n! Last modified: Sat, 22 Aug 2026 21:57:08 +0000\n/zap/*", "Zap list", "2026-08-22")]
    [InlineData("! Title: Zap list\r\n! Last modified: 2 Aug 2026 07:18 UTC\r\n/zap/*", "Zap list", "2026-08-02")]
    [InlineData("! Title: Zap list\n! Version: 2.1.1.70\n! TimeUpdated: 2026-03-20T10:16:09+00:00\n/zap/*", "Zap list", "2026-03-20")]
    [InlineData("! title: Zap list\n! Version: 202608220718\n/zap/*", "Zap list", "2026-08-22")]
    [InlineData("!Title:Zap list\n! Version: 7\n/zap/*", "Zap list", null)]
    [InlineData("! Title: Zap list\n! Title: Inner list\n/zap/*", "Zap list", null)]
    [InlineData("! Title:\n/zap/*\n! Title: Too late", "zap.txt", null)]
    [InlineData("! Last modified: yesterday\n/zap/*", "zap.txt", null)]
    [InlineData("! Last modified: 99 Foo 2026\n! Version: 209999990000\n/zap/*", "zap.txt", null)]
    [InlineData("", "zap.txt", null)]
    public void A_list_says_its_name_and_day(string text, string name, string? date)
    {
        var list = FilterList.Parse(text, "zap.txt");

        Assert.Equal(name, list.Name);
        Assert.Equal(date, list.Date);
    }

    // text of the list, whether /zap/e/ is blocked by it
    [Theory]
    [InlineData("/zap/*\n@@/zap/e/", false)]
    [InlineData("@@/zap/e/\n/zap/*", false)]
    [InlineData("/zap/*\n@@/zap/e/$script", true)]
    [InlineData("/zap/*\n@@/zap/e/$xhr,1p", false)]
    [InlineData("/zap/*\n@@/zap/e/$3p", true)]
    [InlineData("/zap/*\n@@/zap/e/$domain=a.example", true)]
    [InlineData("/zap/*\n@@/zap/e/$ghide", true)]
    [InlineData("/zap/*\n@@/zap/e/$doc", true)]
    [InlineData("/zap/*\n@@/zap/e/$redirect-rule=noop.js", true)]
    [InlineData("/zap/*$important\n@@/zap/e/", true)]
    [InlineData("/zap/*\n/zap/*$important\n@@/zap/e/", true)]
    [InlineData("/zap/*\n/zap/*$badfilter", false)]
    [InlineData("/zap/*\n/zip/*$badfilter", true)]
    [InlineData("/zap/*\n/yap/*$badfilter", true)]
    [InlineData("/zap/*$3p,third-party", false)]
    [InlineData("#/zap/\n/zip/*", false)]
    [InlineData("/zap/*$badfilter\n/ZAP/*", false)]
    [InlineData("/zap/*$xhr,1p\n/zap/*$1p,badfilter,xhr", false)]
    [InlineData("/zap/*$xhr\n/zap/*$badfilter", true)]
    [InlineData("/zap/*\n/zap/*$xhr,badfilter", true)]
    [InlineData("/zap/*\n/zap/e*\n/zap/*$badfilter", true)]
    [InlineData("/zap/*\n@@/zap/e/\n@@/zap/e/$badfilter", true)]
    [InlineData("!#if ext_ublock\n/zap/*\n!#endif", true)]
    [InlineData("!#if !ext_ublock\n/zap/*\n!#endif", false)]
    [InlineData("!#if env_firefox\n/zap/*\n!#else\n!#endif", true)]
    [InlineData("!#if env_chromium\n/zap/*\n!#else\n/zip/*\n!#endif", false)]
    [InlineData("!#if env_chromium\n/zip/*\n!#else\n/zap/*\n!#endif", true)]
    [InlineData("!#if env_mobile\n!#if ext_ublock\n/zap/*\n!#endif\n!#endif", false)]
    [InlineData("!#if env_mobile\n!#if ext_ublock\n!#endif\n!#endif\n/zap/*", true)]
    [InlineData("!#if (ext_ublock || adguard)\n/zap/*\n!#endif", true)]
    [InlineData("!#if (env_safari && ext_ublock) || env_mobile\n/zap/*\n!#endif", false)]
    [InlineData("!#if ext_ublock && !env_mobile\n/zap/*\n!#endif", true)]
    [InlineData("!#if false\n/zap/*\n!#endif", false)]
    [InlineData("!#if some_new_word\n/zap/*\n!#endif", true)]
    [InlineData("!#if some_new_word\n!#else\n/zap/*\n!#endif", true)]
    [InlineData("!#if (((\n/zap/*\n!#endif", true)]
    [InlineData("!#if false )\n/zap/*\n!#endif", true)]
    [InlineData("!#if false true\n/zap/*\n!#endif", true)]
    [InlineData("!#if ( false )\n/zap/*\n!#endif", false)]
    [InlineData("!#if false || false || ext_ublock\n/zap/*\n!#endif", true)]
    [InlineData("!#if ext_ublock && ext_ublock && false\n/zap/*\n!#endif", false)]
    [InlineData("!#if !!false\n/zap/*\n!#endif", false)]
    [InlineData("!#endif\n!#else\n/zap/*", true)]
    [InlineData("!#include zip.txt\n/zap/*", true)]
    [InlineData("!#safari_cb_affinity(privacy)\n/zap/*\n!#safari_cb_affinity", true)]
    [InlineData("! /zap/*", false)]
    [InlineData("\n\n  \n\t/zap/*\t\r\n", true)]
    public void Rules_of_one_list_work_together(string text, bool isBlocked) => Assert.Equal(isBlocked, Blocks([text]));

    [Theory]
    [InlineData("/zap/*", "@@/zap/e/", false)]
    [InlineData("/zap/*", "/zap/*$badfilter", false)]
    [InlineData("/zip/*", "/zap/*", true)]
    [InlineData("/zap/*\n@@/zap/e/", "/zap/*$important", true)]
    [InlineData("", "", false)]
    public void Lists_work_together(string first, string second, bool isBlocked)
    {
        Assert.Equal(isBlocked, Blocks([first, second]));
        Assert.Equal(isBlocked, Blocks([second, first]));
    }

    [Fact]
    public void What_cannot_reach_the_pages_own_site_is_not_kept() =>
        Assert.Equal(2, FilterList.Parse("||a.example^\n||b.example/x/y\n@@||c.example^$script\n/zap/*$3p\n##.ad\na.example##.ad\n/zap/*\n@@/zip/*", "x").Count);

    [Theory]
    [InlineData("##.ad")]
    [InlineData("shop.example##.ad")]
    [InlineData("/zap/*##.ad")]
    [InlineData("zap#@#.ad")]
    [InlineData("zap#?#.ad")]
    [InlineData("zap#$#.ad")]
    [InlineData("zap#%#//x")]
    [InlineData("zap#@?#.ad")]
    [InlineData("zap#@$?#.ad")]
    [InlineData("/zap#x##.ad")]
    public void A_rule_about_elements_is_not_kept(string line) => Assert.Equal(0, FilterList.Parse(line, "x").Count);

    [Theory]
    [InlineData("# /zap/*")]
    [InlineData("[Adblock Plus 2.0]")]
    public void A_comment_of_a_hosts_file_and_a_header_are_not_kept(string line) => Assert.Equal(0, FilterList.Parse(line, "x").Count);

    [Theory]
    [InlineData("/zap#x")]
    [InlineData("/zap#")]
    [InlineData("/zap#@x")]
    [InlineData("/zap#@?%@#x")]
    public void A_number_sign_alone_makes_no_rule_about_elements(string line) => Assert.Equal(1, FilterList.Parse(line, "x").Count);

    [Fact]
    public void A_cancelled_build_stops_the_reading()
    {
        var text = string.Concat(Enumerable.Repeat("/zap/*\n", 20_000));

        Assert.Throws<OperationCanceledException>(() => FilterList.Parse(text, "x", new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => Blockers.OfPath("/zap", [FilterList.Parse("/zap/*", "x")], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_rule_that_blocks_everything_is_no_finding_against_one_path()
    {
        var verdict = Blockers.OfPath("/zap", [FilterList.Parse("*$xhr,1p\n/zap/e/*", "x")]);

        Assert.All(verdict.BecauseOfPath, blocked => Assert.NotEqual(RequestKinds.Xhr, blocked.Request.Kind));
        Assert.Equal(ClientRequests.All.Count(request => request.Kind == RequestKinds.Xhr), verdict.UnderAnyPath.Count);
        Assert.All(verdict.BecauseOfPath, blocked => Assert.Equal(("/zap/e/*", "x", null), (blocked.Rule, blocked.List, blocked.Date)));
        Assert.NotEmpty(verdict.BecauseOfPath);
    }

    private static bool Blocks(string[] texts) => Blockers.Find(
        new("www.shop.example", "/zap/e/", RequestKinds.Xhr, "POST", isPageHost: true),
        [.. texts.Select(text => FilterList.Parse(text, "x"))]) is not null;
}
