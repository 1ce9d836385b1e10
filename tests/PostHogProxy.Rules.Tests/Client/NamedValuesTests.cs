using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Constants of the file: where the value of one ends, with a semicolon and without one.</summary>
public sealed class NamedValuesTests
{
    [Theory]
    [InlineData("const host = '«a:/a»';")]
    [InlineData("let host = '«a:/a»'")]
    [InlineData("var host = '«a:/a»', x = 1")]
    [InlineData("const host: string = '«a:/a»'")]
    [InlineData("const host =\n  '«a:/a»'\nlog()")]
    [InlineData("const host = (\n  '«a:/a»'\n)\nlog()")]
    [InlineData("const host = '«a:/a»'\nlog()")]
    [InlineData("const host = '«a:/a»'\nconst x = 1")]
    [InlineData("const host = '«a:/a»'\n{ x }")]
    [InlineData("const host = '«a:/a»'\n'use strict'")]
    [InlineData("const host = '«a:/a»'\n;[1].map(log)")]
    [InlineData("const host = '«a:/a»' // the proxy\nlog()")]
    [InlineData("const host = '«a:/a»'\n  as string\nlog()")]
    [InlineData("const host = '«a:/a»'\n  satisfies string\nlog()")]
    [InlineData("const host = '«a:/a»'!\nlog()")]
    [InlineData("const host = '«a:/a»' as Partial<string>\nlog()")]
    [InlineData("const host = dev\n  ? '«a:/a»'\n  : '/a'\nlog()")]
    [InlineData("const host = typeof window === 'object' ? '«a:/a»' : '/a'\nlog()")]
    [InlineData("const host = dev ?\n  '«a:/a»' :\n  '/a'\nlog()")]
    [InlineData("const host = `«a:/a»`\nlog()")]
    [InlineData("const host = '«a:/a»'\n!function () { log() }()")]
    [InlineData("const host = '«a:/a»'\n~function () { log() }()")]
    [InlineData("const host = '«a:/a»'\n++x")]
    [InlineData("const host = '«a:/a»'\n--x")]
    [InlineData("const host = '«a:/a»'\n@Component({ })\nclass A { }")]
    [InlineData("const host = '«a:/a»' as Partial<string>\n!function () { log() }()")]
    [InlineData("const host = hosts.own\nlog()\nconst hosts = { own: '«a:/a»' }")]
    [InlineData("const other = '«a:/a»'\nconst host = other\nlog()")]
    [InlineData("export const host = '«a:/a»'")]
    [InlineData("if (x) { log() }\nconst host = '«a:/a»'\nexport { x }")]
    public void The_value_of_a_constant_ends_with_its_statement(string declaration) =>
        new Shape("", $"{declaration}\n«c:posthog.init»('«t:phc_1»', {{ api_host: host }})").Check(ClientLanguage.Script);

    [Theory]
    [InlineData("'/a' +\n  '«a:/b»'\nlog()")]
    [InlineData("'/a'\n  + '«a:/b»'\nlog()")]
    [InlineData("(\n  '/a' + '«a:/b»'\n)\nlog()")]
    public void A_sum_goes_over_lines(string value) =>
        new Shape("", $"const host = {value}\n«c:posthog.init»('«t:phc_1»', {{ api_host: host }})", "", "a=/a/b").Check(ClientLanguage.Script);

    [Theory]
    [InlineData("'«a:/a»'", "/a")]
    [InlineData("'/a' + '«a:/b»'", "/a/b")]
    [InlineData("'«a:/a»' + more", "/a/b")]
    public void A_constant_may_be_the_last_of_the_file(string value, string read) =>
        new Shape("", $"const more = '/b'; start()\nfunction start() {{ «c:posthog.init»('«t:phc_1»', {{ api_host: host }}) }}\nvar host = {value}", "", "a=" + read).Check(ClientLanguage.Script);

    [Fact]
    public void A_constant_may_be_the_last_of_its_block() =>
        new Shape("", "{ «c:posthog.init»('«t:phc_1»', { api_host: host }); var host = '«a:/a»' }").Check(ClientLanguage.Script);

    /// <summary>JavaScript goes on with a call, an index or a tagged template on the next line.</summary>
    [Theory]
    [InlineData("const host = '/a'\n(log)()")]
    [InlineData("const host = '/a'\n[0]")]
    [InlineData("const host = tag\n`/a`")]
    [InlineData("const host = '/a'\n.replace('a', 'b')")]
    [InlineData("const host = '/a'\n|| '/b'")]
    [InlineData("const host = '/a' ||\n'/b'")]
    [InlineData("const host = '/a' ||\n!log()")]
    [InlineData("const host = '/a'\n!== x")]
    [InlineData("const host = process.env.HOST ??\n'/a'")]
    public void What_goes_on_in_the_next_line_belongs_to_the_value(string declaration) =>
        new Shape("", $"{declaration}\n«c:posthog.init»('«t:phc_1»', {{ api_host: host, ui_host: '«u:https://eu.posthog.com»' }})", "a").Check(ClientLanguage.Script);

    [Theory]
    [InlineData("hosts.eu", "/a")]
    [InlineData("hosts?.eu", "/a")]
    [InlineData("hosts.us", "/b")]
    [InlineData("hosts.same", "/a")]
    [InlineData("hosts.twice", "/d")]
    [InlineData("hosts.sum", "/a/b")]
    [InlineData("short.eu", "/e")]
    public void A_member_of_an_object_is_read(string member, string value)
    {
        var text = $$"""
            const first = '/a'; const eu = '/e'
            const hosts = { eu: '/a', 'us': "/b", same: first, twice: '/c', twice: '/d', sum: '/a' + '/b', };
            const short = { eu }
            posthog.init('phc_1', { api_host: {{member}} })
            """;

        Assert.Equal(value, Assert.Single(ClientSetups.Find(text, ClientLanguage.Script)).ApiHost.Value);
    }

    [Theory]
    [InlineData("'/a'", false)]
    [InlineData("host", false)]
    [InlineData("`/a`", false)]
    [InlineData("`${location.origin}/a`", false)]
    [InlineData("hosts.eu", false)]
    [InlineData("'/' + 'a'", true)]
    [InlineData("host + ''", true)]
    [InlineData("dev ? '/a' : '/a'", true)]
    [InlineData("location.origin + '/a'", true)]
    [InlineData("location.origin", true)]
    [InlineData("window.origin", true)]
    [InlineData("(location.origin)", true)]
    public void A_value_of_several_parts_cannot_be_replaced_by_changing_one(string expression, bool isComposed)
    {
        var setup = Assert.Single(ClientSetups.Find(
            $"const host = '/a'; const hosts = {{ eu: '/a' }}; posthog.init('phc_1', {{ api_host: {expression} }})", ClientLanguage.Script));

        Assert.Equal(SettingState.Known, setup.ApiHost.State);
        Assert.Equal(isComposed, setup.ApiHost.IsComposed);
    }
}
