using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Scripts that somebody reads and no browser runs.</summary>
public sealed class ShownScriptsTests
{
    private const string Call = "posthog.init('phc_1', { api_host: '/a', ui_host: 'https://us.posthog.com' })";

    public static TheoryData<string> Shown =>
    [
        "<CodeBlock>{`CALL`}</CodeBlock>",
        "<CodeBlock language='js'>{`CALL`}</CodeBlock>",
        "<CodeBlock code={`CALL`} />",
        "<CodeBlock code={dedent`CALL`} />",
        "<SyntaxHighlighter language='javascript'>{`CALL`}</SyntaxHighlighter>",
        "<Highlight theme={theme} code={`CALL`.trim()} language='tsx' />",
        "<pre><code>{`CALL`}</code></pre>",
        "<Markdown>{`CALL`}</Markdown>",
        "<Snippet content={`CALL`} />",
        "<Editor defaultValue={`<script>CALL</script>`} />",
        "<Tabs items={[{ label: 'HTML', content: `<script>CALL</script>` }]} />",
        "<Tabs items={[{ language: 'js', value: `CALL` }]} />",
        "const text = dedent`CALL`",
        "const text = dedent(`CALL`)",
        "const text = outdent`CALL`",
        "const text = stripIndent(`CALL`)",
        "const prompt = `Write this: CALL`",
        "const SYSTEM_PROMPT = `\nCALL\n`",
        "await generateText({ model, prompt: `\nCALL\n` })",
        "await client.chat({ messages: [{ role: 'user', content: `\nCALL\n` }] })",
        "hljs.highlight(`CALL`, { language: 'js' })",
        "Prism.highlight(`CALL`, Prism.languages.javascript)",
        "export const docs = `\nCALL\n`",
        "export const readme = `\nCALL\n`",
        "const content = `# PostHog\n\nCALL\n`",
        "const content = `Put this into the head:\n\n\\`\\`\\`js\nCALL\n\\`\\`\\``",
        "const content = `\n## Set-up\n<script>CALL</script>`",
        "const content = `\n- CALL\n- posthog.capture('x')`",
        "const content = `1. CALL`",
        "const content = `Call CALL first`",
        "const example = () => `CALL`",
        "function installInstructions() { return `<script>CALL</script>` }",
        "const steps = [{ title: 'Install', body: `CALL` }]",
        "const faq = [{ question: 'How?', answer: `CALL` }]",
        "navigator.clipboard.writeText(`CALL`)",
        "copyToClipboard(`<script>CALL</script>`)",
        "fs.writeFileSync('posthog.js', `CALL`)",
        "await writeFile(path, `CALL`)",
        "toast(`CALL`)",
        "editor.setValue(`CALL`)",
        "throw new Error(`CALL`)",
        "console.warn(`CALL`)",
        "expect(html).toContain(`CALL`)",
        "assert.equal(html, `<script>CALL</script>`)",
        "assert.ok(html.includes(`CALL`))",
        "it(`CALL`, () => {})",
        "const snapshot = `CALL`",
        "const code: string = `CALL`",
        "this.codeSample = `CALL`",
        "marked(`CALL`)",
        "const usage = \"CALL\"",
        "export default { description: `CALL` }",
        "const tabs = [['js', `CALL`]]",
        "export const FRAMEWORKS = { nextjs: { snippet: `CALL` } }",
        "const snippet = `CALL`; export const Install = () => <Snippet language='js'>{snippet}</Snippet>",
        "const value = `CALL`; export const Install = () => <pre>{value}</pre>",
        "const INTRO = `You are a senior engineer. Write code like: CALL`",
        "describe('x', () => { const source = `<script>CALL</script>`; expect(parse(source)).toBe(1) })",
        "ruleTester.run('x', rule, { valid: [`CALL`], invalid: [] })",
        "const before = `CALL`, after = `CALL`",
        "const diff = `\n- CALL\n+ CALL`",
        "const el = styled.div`CALL`",
        "const forHead = `<script>CALL</script>`; export const A = () => <CodeBlock code={forHead} />",
        "const forHead = `<script>CALL</script>`; export const A = () => <><pre>{forHead}</pre><button onClick={() => copy(forHead)}>Copy</button></>",
        "const files = { 'README.md': `\n# x\nCALL` }",
    ];

    public static TheoryData<string> ShownInPages =>
    [
        "<pre>{`<script>CALL</script>`}</pre>",
        "<Code lang='html' code={`<script>CALL</script>`} />",
        "<CodeBlock :code=\"`CALL`\" />",
        "<pre v-text=\"`CALL`\"></pre>",
        "<pre>@(\"<script>CALL</script>\")</pre>",
        "<pre><code>&lt;script&gt;CALL&lt;/script&gt;</code></pre>",
        "<h1>How to set PostHog up in a page</h1><p>Put these lines into the head of every page, and write your own token into the call of init.</p><pre>{`<script>CALL</script>`}</pre><p>{@html more}</p>",
        "<pre>CALL</pre>",
        "<p data-code=\"CALL\">x</p>",
        "<xmp><script>CALL</script></xmp>",
        "<script>const code = `<script>CALL<\\/script>`</script>",
        "<script type='text/markdown'>CALL</script>",
        "<script type='text/x-template'>CALL</script>",
    ];

    /// <summary>What runs, in the same clothes.</summary>
    public static TheoryData<string> Run =>
    [
        "<Script id='ph'>{`CALL`}</Script>",
        "<script dangerouslySetInnerHTML={{ __html: `CALL` }} />",
        "const page = `<html><head><script>CALL</script></head></html>`",
        "const html = `<script>CALL</script>`; res.send(html)",
        "document.body.innerHTML = `<script>CALL</script>`",
        "useHead({ script: [{ innerHTML: `CALL`, type: 'text/javascript' }] })",
        "response.write(`<script>CALL</script>`)",
        "const page = html`<script>CALL</script>`",
        "export const GET = () => new Response(`<script>CALL</script>`)",
        "const boot = `CALL`; export const A = () => <script dangerouslySetInnerHTML={{ __html: boot }} />",
        "const second = `CALL`; export const B = () => <Script id='x'>{second}</Script>",
        "const third = `CALL`; export const page = `<head><script>${third}</script></head>`",
        "element.textContent = `CALL`",
        "const forHead = `<script>CALL</script>`; export const A = () => <div dangerouslySetInnerHTML={{ __html: forHead }} />",
        "const forHead = `<script>CALL</script>`; export const A = () => <><pre>{forHead}</pre><Frame srcdoc={forHead} /></>",
        "element.appendChild(document.createTextNode(`CALL`))",
        "webview.injectJavaScript(`CALL; true;`)",
        "useHead({ script: [{ children: `CALL` }] })",
        "eval(`CALL`)",
        "new Function(`CALL`)()",
        "function posthogScript() { return `CALL` }",
    ];

    public static TheoryData<string> RunInPages =>
    [
        "<svelte:head>{@html `<script>CALL</script>`}</svelte:head>",
        "@Html.Raw(\"<script>CALL</script>\")",
        "@((MarkupString)\"<script>CALL</script>\")",
        "<script is:inline>CALL</script>",
        "<p>'</p>\n<script>CALL</script>",
        "<p title='x'><script>CALL</script>",
    ];

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_script_that_is_shown_is_no_set_up(string text) => Assert.Empty(Find(text, ClientLanguage.Script));

    [Theory]
    [MemberData(nameof(ShownInPages))]
    public void A_script_that_a_page_shows_is_no_set_up(string text) => Assert.Empty(Find(text, ClientLanguage.Markup));

    [Theory]
    [MemberData(nameof(Run))]
    public void A_script_that_runs_is_read(string text) => Assert.Single(Find(text, ClientLanguage.Script));

    [Theory]
    [MemberData(nameof(RunInPages))]
    public void A_script_of_a_page_that_runs_is_read(string text) => Assert.Single(Find(text, ClientLanguage.Markup));

    private static IReadOnlyList<ClientSetup> Find(string text, ClientLanguage language) =>
        ClientSetups.Find(text.Replace("CALL", Call, StringComparison.Ordinal), language);
}
