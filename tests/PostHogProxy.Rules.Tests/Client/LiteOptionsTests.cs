using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>The options of posthog-js-lite, whose host is called <c>host</c>. Its set-ups leave the ui_host open: it has no toolbar.</summary>
public sealed class LiteOptionsTests
{
    [Theory]
    [InlineData("{ host: '«a:/a»' }")]
    [InlineData("{ 'host': '«a:/a»', flushAt: 1 }")]
    [InlineData("{ flushAt: 1, host: '«a:/a»' } as const")]
    [InlineData("{ host: '«a:/a»' } satisfies PostHogOptions")]
    [InlineData("{ host: '/b', host: '«a:/a»' }")]
    [InlineData("{ fetch() { }, host: '«a:/a»' }")]
    [InlineData("{ host: '«a:/a»' }, 'more'")]
    public void The_host_is_read(string options) => Check("", options, "u");

    [Theory]
    [InlineData("const o = { host: '«a:/a»' };", "o")]
    [InlineData("const o = { host: '«a:/a»' } as const\n", "o")]
    [InlineData("const o: PostHogOptions = { host: '«a:/a»' }\n", "o")]
    [InlineData("const host = '«a:/a»';", "{ host }")]
    [InlineData("const o = { host: '/b' }; other.url = '/c';", "{ host: '«a:/a»' }")]
    public void It_is_read_above_the_call(string before, string options) => Check(before, options, "u");

    [Theory]
    [InlineData("{ flushAt: 1 }")]
    [InlineData("{}")]
    [InlineData("{ host: undefined }")]
    [InlineData("{ host: '' }")]
    [InlineData("{ apiHost: '/a' }")]
    public void A_host_that_is_not_named_is_missing(string options) => Check("", options, "u");

    [Theory]
    [InlineData("{ host: '/a', ...more }")]
    [InlineData("{ ...more }")]
    [InlineData("{ host: '/a', [key]: '/b' }")]
    [InlineData("{ host() { } }")]
    [InlineData("{ get host() { return '/a' } }")]
    [InlineData("{ host: '/a', get host() { return '/b' } }")]
    [InlineData("{ host: f() }")]
    [InlineData("{ host: dev ? '/a' : f() }")]
    [InlineData("{ host: '/a' } || more")]
    [InlineData("{ host: '/a' }.web")]
    [InlineData("f({ host: '/a' })")]
    [InlineData("more")]
    [InlineData("o || more")]
    [InlineData("o.web")]
    [InlineData("given")]
    [InlineData("made")]
    [InlineData("either")]
    public void One_that_may_be_another_is_unknown(string options) =>
        Check("const o = { host: '/a' }; const given = { host: '/a' }; add(given); const made = make({ host: '/a' }); const either = { host: '/a' } || more;", options, "au");

    [Theory]
    [InlineData("const o = { host: '/a' }; o.host = '/b';", "o")]
    [InlineData("client.options.host = '/b';", "{ host: '/a' }")]
    public void One_that_is_set_later_is_unknown(string before, string options) => Check(before, options, "au");

    private static void Check(string before, string options, string unknown) => new Shape("", $$"""
        import { PostHog } from 'posthog-js-lite'
        {{before}} export const client = «c:new PostHog»('«t:phc_1»', {{options}})
        """, unknown).Check(ClientLanguage.Script);
}
