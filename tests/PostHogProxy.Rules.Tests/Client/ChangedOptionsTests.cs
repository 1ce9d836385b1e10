using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Options that are not, or may not be, what they were when they were written.</summary>
public sealed class ChangedOptionsTests
{
    private static readonly MappedProxy[] Eu = [new("/t7k2", PostHogRegion.Eu, [])];

    [Theory]
    [InlineData("const options = { HOSTS }; options.api_host = '/t7k2'; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; options['api_host'] = '/t7k2'; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; options[key] = '/t7k2'; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; if (prod) { options.api_host = '/t7k2' } posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; options.api_host ||= '/t7k2'; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; Object.assign(options, { api_host: '/t7k2' }); posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; Object.defineProperty(options, 'api_host', { value: '/t7k2' }); posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; Reflect.set(options, 'api_host', '/t7k2'); posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; _.merge(options, more); posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; addHosts(options); posthog.init('phc_1', options)")]
    [InlineData("let options = { HOSTS }; options = { ...options, api_host: '/t7k2' }; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', { ...options, api_host: '/t7k2' })")]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', { ...options, ...fromServer })")]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', Object.assign({}, options, { api_host: '/t7k2' }))")]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', merge(options, { api_host: '/t7k2' }))")]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', withProxy(options))")]
    [InlineData("const options = { HOSTS }; delete options.api_host; options.api_host = '/t7k2'; posthog.init('phc_1', options)")]
    [InlineData("const posthogOptions = { HOSTS }; export const all = { ...posthogOptions, api_host: '/t7k2' }")]
    [InlineData("export let posthogOptions = { HOSTS }; export function use(host) { posthogOptions.api_host = host }")]
    [InlineData("class A { options = { HOSTS }; start() { this.options.api_host = '/t7k2'; posthog.init('phc_1', this.options) } }")]
    [InlineData("function start(options = { HOSTS }) { posthog.init('phc_1', options) }")]
    [InlineData("const getOptions = () => ({ HOSTS }); posthog.init('phc_1', { ...getOptions(), api_host: '/t7k2' })")]
    [InlineData("var config = { HOSTS }; config.api_host = window.host; posthog.init('phc_1', config)")]
    [InlineData("let host = 'https://eu.i.posthog.com'; if (prod) host = '/t7k2'; posthog.init('phc_1', { api_host: host, ui_host: 'https://eu.posthog.com' })")]
    [InlineData("let host; host = 'https://eu.i.posthog.com'; posthog.init('phc_1', { api_host: host })")]
    [InlineData("const hosts = { eu: 'https://eu.i.posthog.com' }; hosts.eu = '/t7k2'; posthog.init('phc_1', { api_host: hosts.eu })")]
    [InlineData("const hosts = { eu: 'https://eu.i.posthog.com', own: '/t7k2' }; posthog.init('phc_1', { api_host: hosts[mode] })")]
    [InlineData("const config = { ph: { HOSTS } }; config.ph = { ...config.ph, api_host: '/t7k2' }; posthog.init('phc_1', config.ph)")]
    [InlineData("const config = { ph: { HOSTS } }; Object.assign(config.ph, more); posthog.init('phc_1', config.ph)")]
    [InlineData("const state = reactive({ options: { HOSTS } }); state.options = await load(); posthog.init('phc_1', state.options)")]
    [InlineData("const options = { HOSTS }; const fixed = fix(options); posthog.init('phc_1', fixed)")]
    [InlineData("var options = options || { HOSTS }; posthog.init('phc_1', options)")]
    [InlineData("const options = window.options ?? { HOSTS }; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; options['api' + '_host'] = '/t7k2'; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; Object.entries(more).forEach(([k, v]) => { options[k] = v }); posthog.init('phc_1', options)")]
    [InlineData("export class Config { posthogOptions = { HOSTS }; use(host) { this.posthogOptions = { ...this.posthogOptions, api_host: host } } }")]
    [InlineData("const [options, set] = useState({ HOSTS }); set(o => ({ ...o, ...remote })); <PostHogProvider apiKey={k} options={options} />")]
    public void A_host_that_changes_later_is_not_told(string text) => Assert.DoesNotContain("PHX2005", Judge(text));

    [Theory]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', options)")]
    [InlineData("const options = { HOSTS }; options.debug = true; console.log(options); posthog.init('phc_1', { HOSTS })")]
    [InlineData("const options = { HOSTS }; console.log(options); posthog.init('phc_1', options)")]
    [InlineData("const options = Object.freeze({ HOSTS }); posthog.init('phc_1', { HOSTS })")]
    [InlineData("posthog.init('phc_1', { ...defaults, HOSTS })")]
    [InlineData("const options = { HOSTS }; posthog.init('phc_1', { ...options, debug: true })")]
    [InlineData("const host = 'https://eu.i.posthog.com'; posthog.init('phc_1', { api_host: host })")]
    [InlineData("const posthogOptions = { HOSTS }; setupPostHog(posthogOptions)")]
    [InlineData("export const environment = { posthog: { HOSTS } }")]
    public void One_that_does_not_is(string text) => Assert.Contains("PHX2005", Judge(text));

    private static List<string> Judge(string text) =>
    [
        .. ClientRules.JudgeText(
            text.Replace("HOSTS", "api_host: 'https://eu.i.posthog.com', ui_host: 'https://eu.posthog.com'", StringComparison.Ordinal),
            ClientLanguage.Script, Eu, true, "app.js", TestContext.Current.CancellationToken).Select(finding => finding.Id),
    ];
}
