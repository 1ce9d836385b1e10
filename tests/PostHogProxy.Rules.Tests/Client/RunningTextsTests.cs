using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A script in a template without an element around it runs only where the names around it say so.</summary>
public sealed class RunningTextsTests
{
    [Theory]
    [InlineData("const a = js`CALL`")]
    [InlineData("const a = script`CALL`")]
    [InlineData("const scriptText = `CALL`")]
    [InlineData("const a = { inlineScript: `CALL` }")]
    [InlineData("const scripts = { head: `CALL` }")]
    [InlineData("const scripts = [[`CALL`]]")]
    [InlineData("const inlineScript = () => `CALL`")]
    [InlineData("const inlineScript = () => (`CALL`)")]
    [InlineData("const inlineScript = () => { return `CALL` }")]
    [InlineData("function bootstrap() { return `CALL` }")]
    [InlineData("eval(`CALL`)")]
    [InlineData("eval([`CALL`, `a()`].join(';'))")]
    [InlineData("window.eval(isOn ? `CALL` : '')")]
    [InlineData("page.evaluate(`CALL`)")]
    [InlineData("const page = <body onload={`CALL`}></body>")]
    [InlineData("const page = <body onload={`CALL ${more}`}></body>")]
    [InlineData("const page = <Head script={`CALL`} />")]
    [InlineData("const page = <script>{`CALL`}</script>")]
    [InlineData("const page = <Script id='x' strategy={now}>{`CALL`}</Script>")]
    [InlineData("const first = `CALL`; eval(first)")]
    [InlineData("const first = `CALL`; const page = { __html: first }")]
    [InlineData("const first = `CALL`; const page = <script>{first}</script>")]
    [InlineData("const first = `CALL`; const page = <body onload={first}></body>")]
    [InlineData("const first = `CALL`; const page = `<script>${first}</script>`")]
    [InlineData("const first = `CALL`; const page = `<SCRIPT>${first}</SCRIPT>`")]
    [InlineData("function first() { return `CALL` } const page = `<script>${first()}</script>`")]
    [InlineData("eval(`const page = <Page>window.page; CALL; const end = '</Page>'`)")]
    public void Names_say_that_it_runs(string script) => Assert.Single(Find(script));

    [Theory]
    [InlineData("`CALL`")]
    [InlineData("const a = `CALL`")]
    [InlineData("const a = { b: [`CALL`] }")]
    [InlineData("(() => `CALL`)()")]
    [InlineData("queue(`CALL`)")]
    [InlineData("queue()(`CALL`)")]
    [InlineData("function compose() { return `CALL` }")]
    [InlineData("const compose = () => { return `CALL` }")]
    [InlineData("const bootstrap = () => { queue(`CALL`) }")]
    [InlineData("function bootstrap() { queue(`CALL`) }")]
    [InlineData("const page = <Head meta={`CALL`} />")]
    [InlineData("const page = <section>{`CALL`}</section>")]
    [InlineData("const first = `CALL`; queue(first)")]
    [InlineData("const first = `CALL`; const page = `<main>${first}</main>`")]
    [InlineData("const first = `CALL`; const page = `<script>a()</script>`; queue(first)")]
    [InlineData("const first = `CALL`; const page = <section>{first}</section>")]
    [InlineData("const first = `CALL`; export const eval2 = first")]
    public void Otherwise_it_is_a_text(string script) => Assert.Empty(Find(script));

    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 0)]
    public void A_name_counts_through_eleven_brackets(int brackets, int found) =>
        Assert.Equal(found, Find("const scripts = " + new string('[', brackets) + "`CALL`" + new string(']', brackets)).Count);

    private static IReadOnlyList<ClientSetup> Find(string script) =>
        ClientSetups.Find(script.Replace("CALL", "posthog.init('phc_1', { api_host: '/t7k2' })", StringComparison.Ordinal), ClientLanguage.Script);
}
