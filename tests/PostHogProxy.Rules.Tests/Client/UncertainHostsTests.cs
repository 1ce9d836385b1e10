using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Hosts that look certain at a glance. None of them is guessed.</summary>
public sealed class UncertainHostsTests
{
    [Theory]
    [InlineData("a ? '/a' : f()")]
    [InlineData("a ? f() : '/a'")]
    [InlineData("a ? f() : f()")]
    [InlineData("a ? '/a' : undefined")]
    [InlineData("a ? '/a' : '/b'")]
    [InlineData("a ? '/a'")]
    [InlineData("a ? : '/a'")]
    [InlineData("a ? b ? '/a' : '/a'")]
    [InlineData("'/a' + f()")]
    [InlineData("f() + '/a'")]
    [InlineData("'/a' + '/b' + f()")]
    [InlineData("'/a' + undefined")]
    [InlineData("'/a' +")]
    [InlineData("+ '/a'")]
    [InlineData("'/a' + + '/b'")]
    [InlineData("'/a' - '/b'")]
    [InlineData("'/a' + b || '/a'")]
    [InlineData("'/a' && '/b'")]
    [InlineData("`/a${f()}`")]
    [InlineData("`/a${}`")]
    [InlineData("`/a${undefined}`")]
    [InlineData("`/a` `/b`")]
    [InlineData("`/a`.trim()")]
    [InlineData("('/a', '/b')")]
    [InlineData("('/a').trim()")]
    [InlineData("(f)('/a')")]
    [InlineData("('/a')('/b')")]
    [InlineData("'/a' '/b'")]
    [InlineData("'/a' = '/b'")]
    [InlineData("'/a' < '/b'")]
    [InlineData("'/a' | '/b'")]
    [InlineData("'/a' as string || '/b'")]
    [InlineData("'/a' as string || b || c")]
    [InlineData("'/a' as string + '/b'")]
    [InlineData("'/a' as string ?? '/b'")]
    [InlineData("!'/a'")]
    [InlineData("void f()")]
    [InlineData("await '/a'")]
    [InlineData("location")]
    [InlineData("location.href")]
    [InlineData("location.origin.toLowerCase()")]
    [InlineData("location.origin.length")]
    [InlineData("location + '/a'")]
    [InlineData("window.location + '/a'")]
    [InlineData("window.location.pathname + '/a'")]
    [InlineData("document.origin + '/a'")]
    [InlineData("request.origin + '/a'")]
    [InlineData("request.location.origin + '/a'")]
    [InlineData("window.request.origin + '/a'")]
    [InlineData("window.origins + '/a'")]
    [InlineData("window.origin.x + '/a'")]
    [InlineData("origin + '/a'")]
    [InlineData("location['origin'] + '/a'")]
    [InlineData("location.origin + 'a'")]
    [InlineData("location.origin + 'a.example/b'")]
    [InlineData("location.protocol + '/a'")]
    [InlineData("`ftp://${location.host}/a`")]
    [InlineData("`https://${location.host}a`")]
    [InlineData("`https://e.${location.host}/a`")]
    [InlineData("location.protocol + '//' + location.host + ':8000'")]
    public void A_value_that_may_be_another_is_unknown(string expression) => Check(expression);

    [Theory]
    [InlineData("hosts.us")]
    [InlineData("hosts['eu']")]
    [InlineData("hosts.eu.length")]
    [InlineData("hosts.own.host")]
    [InlineData("hosts")]
    [InlineData("hosts.")]
    [InlineData("list.eu")]
    [InlineData("list[0]")]
    [InlineData("made.eu")]
    [InlineData("open.eu")]
    [InlineData("computed.eu")]
    [InlineData("late.eu")]
    [InlineData("open.more")]
    [InlineData("itself")]
    [InlineData("circle")]
    [InlineData("circles.a")]
    public void A_member_that_may_be_another_is_unknown(string expression) => Check(expression);

    [Theory]
    [InlineData("{host}.example")]
    [InlineData("%HOST%/a")]
    [InlineData("$HOST/a")]
    [InlineData("@host.example")]
    [InlineData("#host.example")]
    [InlineData("[host].example")]
    [InlineData("<host>.example")]
    [InlineData("__HOST__.example")]
    [InlineData("https://__HOST__")]
    [InlineData("host")]
    [InlineData(".")]
    [InlineData(".example")]
    [InlineData(":8000")]
    [InlineData(" ")]
    [InlineData("/a b")]
    [InlineData("eu.i.posthog.com or yours")]
    public void A_text_that_is_no_address_is_a_place_to_fill_in(string text) => Check($"'{text}'");

    [Theory]
    [InlineData("''")]
    [InlineData("' '.trim()")]
    [InlineData("'<ph_project_token>'")]
    [InlineData("'{{ key }}'")]
    [InlineData("'__POSTHOG_KEY__'")]
    [InlineData("'%VITE_POSTHOG_KEY%'")]
    [InlineData("key")]
    public void A_token_that_is_filled_in_later_is_unknown(string token) =>
        new Shape("", $"«c:posthog.init»({token}, {{ api_host: '«a:/a»' }})", "t").Check(ClientLanguage.Script);

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("void 0")]
    public void A_token_that_is_nothing_is_missing(string token) =>
        new Shape("", $"«c:posthog.init»({token}, {{ api_host: '«a:/a»' }})").Check(ClientLanguage.Script);

    private static void Check(string expression)
    {
        var text = $$"""
            const itself = itself
            const circle = round; const round = circle
            const circles = { a: circles.b, b: circles.a }
            const hosts = { eu: '/a', own: { host: '/a' } }
            const list = ['/a']; const made = make({ eu: '/a' })
            const open = { eu: '/a', ...more }
            const computed = { eu: '/a', [key]: '/b' }
            const late = { eu: '/a', get eu() { return '/b' } }
            posthog.init('phc_1', { ui_host: 'https://eu.posthog.com', api_host: {{expression}} })
            """;
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Null(setup.ApiHost.Value);
        Assert.Equal("https://eu.posthog.com", setup.UiHost.Value);
    }
}
