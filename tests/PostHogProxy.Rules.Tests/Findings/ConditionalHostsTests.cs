using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>Both branches of a condition are judged; one that may be for development is no mistake. Rows are as in <see cref="ClientRulesTests"/>.</summary>
public sealed class ConditionalHostsTests
{
    [Theory]
    [InlineData("dev ? 'https://eu.i.posthog.com' : 'https://us.i.posthog.com'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2005 https://eu.i.posthog.com; PHX2002 https://us.i.posthog.com")]
    [InlineData("dev ? '/a' : '/b'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2006 /a; PHX2006 /b")]
    [InlineData("dev ? '/a' : '/t7k2'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2006 /a")]
    [InlineData("dev ? '/t7k2' : prod ? '/b' : '/t7k2'", "'https://eu.posthog.com'", "eu /t7k2", "PHX2006 /b")]
    [InlineData("'/t7k2'", "dev ? 'https://us.posthog.com' : 'https://us.posthog.com/'", "eu /t7k2", "PHX2002 https://us.posthog.com; PHX2002 https://us.posthog.com/")]
    [InlineData("'/t7k2'", "dev ? 'https://eu.i.posthog.com' : 'https://eu.posthog.com'", "eu /t7k2", "PHX2004 https://eu.i.posthog.com")]
    [InlineData("'/wrong'", "'https://us.posthog.com'", "eu /t7k2", "PHX2006 /wrong; PHX2002 https://us.posthog.com")]
    [InlineData("'/wrong'", "'https://us.posthog.com'", "eu /a, eu /b", "PHX2006 /wrong; PHX2002 https://us.posthog.com")]
    [InlineData("dev ? 'https://app.posthog.com' : '/t7k2'", "'https://us.posthog.com'", "", "PHX2007 https://app.posthog.com")]
    public void A_branch_that_is_wrong_whatever_the_other_is_is_found(string api, string ui, string proxies, string expected) =>
        Assert.Equal(expected, Judge($"api_host: {api}, ui_host: {ui}", proxies));

    [Theory]
    [InlineData("dev ? 'https://eu.i.posthog.com' : '/t7k2'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? 'https://us.i.posthog.com' : '/t7k2'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? 'https://us.i.posthog.com' : '/t7k2'", "dev ? 'https://us.posthog.com' : 'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("isEu ? 'https://eu.i.posthog.com' : 'https://us.i.posthog.com'", "isEu ? 'https://eu.posthog.com' : 'https://us.posthog.com'", "")]
    [InlineData("isEu ? '/e' : '/u'", "isEu ? 'https://eu.posthog.com' : 'https://us.posthog.com'", "eu /e, us /u")]
    [InlineData("dev ? HOST : 'https://eu.i.posthog.com'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? undefined : '/t7k2'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? '/t7k2' : 'https://shop.example/t7k2'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? '' : '/t7k2'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? '/t7k2' : f()", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("'/t7k2'", "dev ? 'http://localhost:8000' : 'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("'/t7k2'", "dev ? undefined : 'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("'/wrong'", "'https://us.posthog.com'", "eu /t7k2 +")]
    [InlineData("'/t7k2'", "'https://us.posthog.com'", "us /t7k2")]
    [InlineData("dev ? '/u' : '/e'", "'https://eu.posthog.com'", "? /u, eu /e")]
    [InlineData("dev && '/wrong'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("dev ? '/t7k2' : window.host ?? '/wrong'", "'https://eu.posthog.com'", "eu /t7k2")]
    [InlineData("'/t7k2'", "dev ? 'https://us.posthog.com' : 'https://eu.posthog.com'", "eu /t7k2")]
    public void One_that_may_be_right_is_left_alone(string api, string ui, string proxies) =>
        Assert.Equal("", Judge($"api_host: {api}, ui_host: {ui}", proxies));

    [Fact]
    public void Options_that_depend_on_a_condition_are_judged_as_wholes() =>
        Assert.Equal("PHX2006 /a; PHX2006 /b", JudgeCall("posthog.init('phc_1', dev ? { api_host: '/a', ui_host: 'https://eu.posthog.com' } : { api_host: '/b', ui_host: 'https://eu.posthog.com' })", "eu /t7k2"));

    [Theory]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1', { host: 'https://eu.i.posthog.com' })", "PHX2005 https://eu.i.posthog.com")]
    [InlineData("import PostHog from 'posthog-js-lite'\nconst client = new PostHog(TOKEN, { host: 'https://us.i.posthog.com', flushAt: 1 })", "PHX2002 https://us.i.posthog.com")]
    [InlineData("import * as lite from 'posthog-js-lite'\nnew lite.PostHog('phc_1', { host: '/wrong' })", "PHX2006 /wrong")]
    [InlineData("const { PostHog } = require('posthog-js-lite')\nnew PostHog('phc_1', { host: '/wrong' })", "PHX2006 /wrong")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1')", "PHX2005 new PostHog")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phx_1', { host: '/t7k2' })", "PHX2008 phx_1")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nconst host = '/wrong'\nexport const p = new PostHog('phc_1', { host })", "PHX2006 /wrong")]
    [InlineData("import { PostHog, type PostHogOptions } from 'posthog-js-lite'\nconst options: PostHogOptions = { host: '/wrong' }\nexport const c = new PostHog(KEY!, options)", "PHX2006 /wrong")]
    [InlineData("import('posthog-js-lite').then(m => new m.PostHog('phc_1', { host: '/wrong' }))", "PHX2006 /wrong")]
    [InlineData("const { PostHog: Client } = await import('posthog-js-lite')\nnew Client('phc_1', { 'host': '/wrong' })", "PHX2006 /wrong")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1', { host: '/t7k2' })", "")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1', { host: import.meta.env.VITE_HOST })", "")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1', { ...options })", "")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog('phc_1', options)", "")]
    [InlineData("import { PostHog } from 'posthog-js-lite'\nnew PostHog(...args)", "")]
    [InlineData("import { PostHog } from 'posthog-node'\nnew PostHog('phc_1', { host: 'https://us.i.posthog.com' })", "")]
    [InlineData("import { PostHog } from 'posthog-react-native'\nnew PostHog('phc_1', { host: '/wrong' })", "")]
    [InlineData("import { PostHog } from '@posthog/node'\nnew PostHog('phc_1', { host: '/wrong' })", "")]
    [InlineData("import type { PostHog } from 'posthog-js-lite'\nlet x: PostHog", "")]
    [InlineData("new PostHog('phc_1', { host: '/wrong' })", "")]
    [InlineData("import { PostHogProvider } from '@posthog/next'\nexport default () => <PostHogProvider apiKey='phc_1' clientOptions={{ api_host: '/wrong', ui_host: 'https://eu.posthog.com' }} />", "PHX2006 /wrong")]
    [InlineData("import { PostHogProvider } from '@posthog/next'\nexport default () => <PostHogProvider apiKey='phc_1' clientOptions={{ person_profiles: 'always' }} />", "")]
    [InlineData("import { PostHogProvider } from '@posthog/next'\nexport default () => <PostHogProvider apiKey='phc_1' />", "")]
    [InlineData("import { PostHogProvider } from 'posthog-js/react'\nexport default () => <PostHogProvider apiKey='phc_1' options={{ api_host: '/wrong', ui_host: 'https://us.posthog.com' }} />", "PHX2006 /wrong; PHX2002 https://us.posthog.com")]
    [InlineData("import { PostHogProvider } from '@posthog/react'\nexport default () => <PostHogProvider apiKey='phc_1' options={options} />", "")]
    public void Other_packages_of_PostHog_are_read_by_what_they_are(string text, string expected) => Assert.Equal(expected, JudgeCall(text, "eu /t7k2"));

    private static string Judge(string options, string proxies) => JudgeCall($"posthog.init('phc_1', {{ {options} }})", proxies);

    private static string JudgeCall(string text, string proxies) => string.Join("; ", Rules.Judging.ClientRules
        .JudgeText(text, ClientLanguage.Script, ClientRulesTests.Proxies(proxies.TrimEnd('+')), !proxies.EndsWith('+'), "app.ts", TestContext.Current.CancellationToken)
        .Select(finding => $"{finding.Id} {text.Substring(finding.Range!.Value.Start, finding.Range!.Value.Length)}"));
}
