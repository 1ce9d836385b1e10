using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>The ways to write a host whose value is certain: «a:…» is what a code fix would change, beside it what the browser sees.</summary>
public sealed class HostValuesTests
{
    [Theory]
    [InlineData("('«a:/a»')", "/a")]
    [InlineData("(('«a:/a»'))", "/a")]
    [InlineData("'«a:/a»'!", "/a")]
    [InlineData("('«a:/a»')!", "/a")]
    [InlineData("('«a:/a»' as string)!", "/a")]
    [InlineData("('«a:/a»') as string", "/a")]
    [InlineData("(dev ? '«a:/a»' : '/a') as string", "/a")]
    [InlineData("'«a:/a»' as string", "/a")]
    [InlineData("'«a:/a»' satisfies string", "/a")]
    [InlineData("'«a:/a»'! as string", "/a")]
    [InlineData("'«a:/a»' as unknown as string", "/a")]
    [InlineData("'«a:/a»' as string | undefined", "/a")]
    [InlineData("'«a:/a»' as Partial<string>", "/a")]
    [InlineData("'«a:/a»' as Host & string", "/a")]
    [InlineData("'«a:/a»' as Config['host']", "/a")]
    [InlineData("'«a:/a»' as env.Host", "/a")]
    [InlineData("as", "/a")]
    public void Brackets_and_types_change_nothing(string expression, string value) => Check("const as = '«a:/a»'", expression, value);

    [Theory]
    [InlineData("'/a' + '«a:/b»'", "/a/b")]
    [InlineData("'«a:/a»' + b", "/a/b")]
    [InlineData("b + '«a:/a»'", "/b/a")]
    [InlineData("b + `«a:/a»`", "/b/a")]
    [InlineData("«a:b + b»", "/b/b")]
    [InlineData("«a:b + ('/a')»", "/b/a")]
    [InlineData("'«a:/a»' + (dev ? b : b)", "/a/b")]
    [InlineData("'«a:/a»' + b + b", "/a/b/b")]
    [InlineData("'«a:/a»' + b as string", "/a/b")]
    [InlineData("'' + '«a:/a»'", "/a")]
    public void Parts_are_added_and_the_last_literal_is_the_one_to_change(string expression, string value) => Check("const b = '/b'", expression, value);

    [Theory]
    [InlineData("`«a:/a»`", "/a")]
    [InlineData("`«a:${b}»`", "/b")]
    [InlineData("`«a:/a${b}»`", "/a/b")]
    [InlineData("`«a:${b}/a»`", "/b/a")]
    [InlineData("`«a:/a${b}${b}/c»`", "/a/b/b/c")]
    [InlineData("`«a:/a${b + '/c'}»`", "/a/b/c")]
    [InlineData("`«a:/a${`/c${b}`}»`", "/a/c/b")]
    [InlineData("`«a:/a${(b)}»`", "/a/b")]
    [InlineData("`«a:\\x2Fa${b}\\u002Fc»`", "/a/b/c")]
    [InlineData("`«a:https://eu.i.posthog.com»`", "https://eu.i.posthog.com")]
    public void A_template_is_read_with_its_holes(string expression, string value) => Check("const b = '/b'", expression, value);

    [Theory]
    [InlineData("dev ? '«a:/a»' : '/a'", "/a")]
    [InlineData("a ? '«a:/a»' : b ? '/a' : '/a'", "/a")]
    [InlineData("a ? b ? '«a:/a»' : '/a' : '/a'", "/a")]
    [InlineData("a ? (b ? '«a:/a»' : '/a') : '/a'", "/a")]
    [InlineData("a ? b ? c ? '«a:/a»' : '/a' : '/a' : '/a'", "/a")]
    [InlineData("a?.b ? '«a:/a»' : '/a'", "/a")]
    [InlineData("a || b ? '«a:/a»' : '/a'", "/a")]
    [InlineData("a === 'x' ? '«a:/a»' : '/a'", "/a")]
    [InlineData("(a ? '«a:/a»' : '/a')", "/a")]
    [InlineData("a ? '«a:/a»' as string : '/a'", "/a")]
    public void A_condition_between_equals_decides_nothing(string expression, string value) => Check("", expression, value);

    [Theory]
    [InlineData("location.origin + '«a:/a»'", "/a")]
    [InlineData("window.location.origin + '«a:/a»'", "/a")]
    [InlineData("window?.location?.origin + '«a:/a»'", "/a")]
    [InlineData("globalThis.location.origin + '«a:/a»'", "/a")]
    [InlineData("self.location.origin + '«a:/a»'", "/a")]
    [InlineData("document.location.origin + '«a:/a»'", "/a")]
    [InlineData("top.location.origin + '«a:/a»'", "/a")]
    [InlineData("window.origin + '«a:/a»'", "/a")]
    [InlineData("self.origin + '«a:/a»'", "/a")]
    [InlineData("location.protocol + '//' + location.host + '«a:/a»'", "/a")]
    [InlineData("`«a:${location.protocol}//${location.hostname}/a»`", "/a")]
    [InlineData("`«a:https://${location.host}/a»`", "/a")]
    [InlineData("`«a:http://${window.location.host}/a»`", "/a")]
    [InlineData("`«a://${location.host}/a»`", "/a")]
    [InlineData("`«a:${location.origin}»`", "/")]
    [InlineData("`«a:https://${location.host}»`", "/")]
    [InlineData("«a:window.location.origin»", "/")]
    [InlineData("«a:self.origin»", "/")]
    [InlineData("'«a:/a»'", "/a")]
    [InlineData("'«a:https://localhost:8000/a»'", "https://localhost:8000/a")]
    [InlineData("'«a:eu.i.posthog.com»'", "eu.i.posthog.com")]
    [InlineData("'«a:proxy:8000»'", "proxy:8000")]
    [InlineData("'«a:localhost»'", "localhost")]
    [InlineData("'«a: /a »'", " /a ")]
    [InlineData("'«a:/»'", "/")]
    [InlineData("'«a:/a_b»'", "/a_b")]
    public void An_address_is_read_and_the_page_s_own_is_left_out(string expression, string value) => Check("", expression, value);

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("void 0")]
    [InlineData("(undefined)")]
    [InlineData("undefined as string")]
    [InlineData("dev ? undefined : undefined")]
    [InlineData("none")]
    [InlineData("hosts.none")]
    [InlineData("''")]
    public void What_says_nothing_is_missing(string expression) => new Shape("", $$"""
        const none = undefined
        const hosts = { none: null }
        «c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»', ui_host: {{expression}} })
        """).Check(ClientLanguage.Script);

    private static void Check(string before, string expression, string value) => new Shape("", $$"""
        {{before}}
        «c:posthog.init»('«t:phc_1»', { api_host: {{expression}}, ui_host: '«u:https://eu.posthog.com»' })
        """, "", "a=" + value).Check(ClientLanguage.Script);
}
