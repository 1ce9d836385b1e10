using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A page in a template runs, unless the names around it say that somebody reads it.</summary>
public sealed class ShownPagesTests
{
    private const string Page = "<script>posthog.init('phc_1', { api_host: '/t7k2' })</script>";

    [Theory]
    [InlineData("const page = dedent`PAGE`")]
    [InlineData("const page = styled.div`PAGE`")]
    [InlineData("const example = `PAGE`")]
    [InlineData("const example = [`PAGE`]")]
    [InlineData("const example = { page: [`PAGE`] }")]
    [InlineData("const example = () => `PAGE`")]
    [InlineData("const example = () => (`PAGE`)")]
    [InlineData("const example = () => { return `PAGE` }")]
    [InlineData("function example() { return `PAGE` }")]
    [InlineData("function example() {\n  return (`PAGE`)\n}")]
    [InlineData("const page = { example() { return `PAGE` } }")]
    [InlineData("toast(`PAGE`)")]
    [InlineData("toast([`PAGE`])")]
    [InlineData("toast({ page: `PAGE` })")]
    [InlineData("console.log(new Date(), `PAGE`)")]
    [InlineData("const tabs = [{ language: 'html', value: `PAGE` }]")]
    [InlineData("const tabs = [{ value: `PAGE`, language: 'html' }]")]
    [InlineData("const turns = [{ role: 'user', content: `PAGE` }]")]
    [InlineData("<Snippet content={`PAGE`} />")]
    [InlineData("<Snippet content={`PAGE ${more}`} />")]
    [InlineData("<pre>{`PAGE`}</pre>")]
    [InlineData("<pre><b>Put this first:</b>{`PAGE`}</pre>")]
    [InlineData("<pre><br />{`PAGE`}</pre>")]
    [InlineData("const forHead = `PAGE`; export const A = () => <Tab code={forHead} />")]
    [InlineData("const forHead: string = `PAGE`; export const A = () => <Tab code={forHead} />")]
    [InlineData("const forHead = `PAGE`; export const A = () => <pre>{forHead}</pre>")]
    [InlineData("const forHead = `PAGE`; console.log(forHead)")]
    [InlineData("describe('pages', () => { const source = `PAGE` })")]
    [InlineData("describe(`pages`, () => { const source = `PAGE` })")]
    [InlineData("import { a } from 'a'\n\ntest('a page', () => { const source = `PAGE` })")]
    public void Names_say_that_it_is_shown(string script) => Assert.Empty(Find(script));

    [Theory]
    [InlineData("const page = `PAGE`")]
    [InlineData("const page = html`PAGE`")]
    [InlineData("const page = script`PAGE`")]
    [InlineData("const page = String.raw`PAGE`")]
    [InlineData("const page = js`PAGE`")]
    [InlineData("const page = () => { example(); return `PAGE` }")]
    [InlineData("const example = () => { send(`PAGE`) }")]
    [InlineData("function example() { send(`PAGE`) }")]
    [InlineData("const isOn = example && `PAGE`")]
    [InlineData("send(`PAGE`, example)")]
    [InlineData("(() => document.write(`PAGE`))()")]
    [InlineData("const tabs = { label: 'Head', page: render(`PAGE`) }")]
    [InlineData("const tabs = { label: 'Head', render() { return `PAGE` } }")]
    [InlineData("send(isNew ? role : `PAGE`)")]
    [InlineData("const tabs = [{ language: 'html' }, { value: `PAGE` }]")]
    [InlineData("const tabs = [{ languages: 'html', value: `PAGE` }]")]
    [InlineData("const page = `<html>${isLive ? `PAGE` : ''}</html>`")]
    [InlineData("<Frame srcDoc={`PAGE`} />")]
    [InlineData("<Frame innerHtml={`PAGE`} />")]
    [InlineData("<Frame onOpen={() => open(`PAGE`)} />")]
    [InlineData("<div dangerouslySetInnerHTML={{ __html: `PAGE` }} />")]
    [InlineData("const forHead = `PAGE`; send(forHead)")]
    [InlineData("const forHead = `PAGE`; console.log(forHead); send(forHead)")]
    [InlineData("const forHead = `PAGE`; export const A = () => <Frame srcDoc={forHead} />")]
    [InlineData("const forHead = `PAGE`; export const A = () => <Script>{forHead}</Script>")]
    [InlineData("const forHead = `PAGE`; export const A = () => { forHead }")]
    [InlineData("const forHead = `PAGE`; export { forHead }")]
    [InlineData("runner.describe('pages', () => { const source = `PAGE` })")]
    [InlineData("describe(pages); const source = `PAGE`")]
    [InlineData("const describe = 'pages'; const source = `PAGE`")]
    public void A_page_that_is_not_shown_runs(string script) => Assert.Single(Find(script));

    /// <summary>A name counts up to eleven brackets away.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void A_name_counts_through_eleven_brackets(int brackets) =>
        Assert.Empty(Find("const example = " + new string('[', brackets) + "`PAGE`" + new string(']', brackets)));

    [Fact]
    public void A_name_farther_away_does_not() => Assert.Single(Find("const example = " + new string('[', 12) + "`PAGE`" + new string(']', 12)));

    /// <summary>Forty tokens of an object are looked through: ten members of one word each.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void A_member_that_says_so_stands_among_the_first(int before, bool isShown) =>
        Assert.Equal(isShown ? 0 : 1, Find("const tabs = { " + string.Concat(Enumerable.Range(0, before).Select(i => $"m{i}: {i}, ")) + "language: 'html', value: `PAGE` }").Count);

    private static IReadOnlyList<ClientSetup> Find(string script) => ClientSetups.Find(script.Replace("PAGE", Page, StringComparison.Ordinal), ClientLanguage.Script);
}
