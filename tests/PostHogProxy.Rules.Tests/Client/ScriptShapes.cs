namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Set-ups in the manner of real projects in JavaScript and TypeScript.</summary>
internal static class ScriptShapes
{
    public static readonly Shape[] All =
    [
        new("Next.js instrumentation file", """
            import posthog from "posthog-js";

            «c:posthog.init»(process.env.NEXT_PUBLIC_POSTHOG_KEY!, {
              api_host: "«a:/k3fw»",
              ui_host: "«u:https://eu.posthog.com»",
              defaults: "2026-01-30",
              capture_exceptions: true, // error tracking
              debug: process.env.NODE_ENV === "development",
            });
            """, "t"),
        new("token as a literal, minified", "«c:posthog.init»('«t:phc_Abc123»',{api_host:'«a:https://eu.i.posthog.com»',person_profiles:'identified_only'})"),
        new("React effect with loaded callback", """
            useEffect(() => {
              «c:posthog.init»(import.meta.env.VITE_POSTHOG_KEY as string, {
                api_host: '«a:/t7k2»',
                loaded: (posthog) => {
                  if (import.meta.env.DEV) posthog.debug();
                },
                session_recording: { maskAllInputs: false, maskInputOptions: { password: true } },
                ui_host: '«u:https://us.posthog.com»'
              })
            }, [])
            """, "t"),
        new("window with optional call", "if (window) «c:window.posthog?.init»('«t:phc_1»', { 'api_host': '«a:/a»', \"ui_host\": '«u:https://eu.posthog.com»' })"),
        new("cast of window", ";«c:(window as any).posthog.init»('«t:phc_1»', { api_host: '«a:/a»' })"),
        new("old cast of Angular", "ngOnInit() { «c:(<any>window).posthog.init»('«t:phc_1»', { api_host: '«a:/a»' }); }"),
        new("window by index", "«c:window['posthog'].init»('«t:phc_1»', { api_host: '«a:/a»' })"),
        new("ph of a snippet", "window.ph = e; «c:ph.init»('«t:phc_1»', { api_host: '«a:/a»' }, 'second')"),
        new("third name argument", "«c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»', ui_host: '«u:https://us.posthog.com»' }, 'project2')"),
        new("lazy import, mod.default", """
            void import('posthog-js').then((mod) => {
              «c:mod.default.init»(TOKEN, { api_host: '«a:/a»' });
            });
            """, "t"),
        new("lazy import, destructured under another name", """
            const { default: hog } = await import('posthog-js')
            «c:hog.init»(key, { api_host: '«a:/a»', ui_host: "«u:https://eu.posthog.com»" })
            """, "t"),
        new("import under another name", """
            import analyticsClient, { type PostHog } from 'posthog-js'
            export const client: PostHog = «c:analyticsClient.init»(key, { api_host: '«a:/a»' })
            """, "t"),
        new("require", "const tracker = require('posthog-js').default\n«c:tracker.init»('«t:phc_1»', { api_host: '«a:/a»' })"),
        new("receiver only the arguments tell", """
            instance.ready = true
            «c:instance.init»(POSTHOG_KEY, { api_host: '«a:/a»', ui_host: "«u:https://us.posthog.com»" })
            """, "t"),
        new("private field of a class", "class A { #posthog; start() { «c:this.#posthog.init»('«t:phc_1»', { api_host: '«a:/a»' }); } }"),
        new("options declared above, as const", """
            const options = {
              ui_host: '«u:https://eu.posthog.com»',
              api_host: '«a:https://e.shop.example»',
            } as const;

            export const start = () => {
              if (!client) {
                client = «c:posthog.init»('«t:phc_1»', options);
              }
            };
            """),
        new("options declared above with a type", """
            const config: Partial<PostHogConfig> = { api_host: "«a:/k3fw»", autocapture: false }
            «c:posthog.init»(token(), config as PostHogConfig)
            """, "t"),
        new("hosts in constants", """
            const API_HOST = '«a:/k3fw»'
            const UI_HOST: string = '«u:https://eu.posthog.com»'
            «c:posthog.init»('«t:phc_1»', { api_host: API_HOST, ui_host: UI_HOST })
            """),
        new("shorthand of constants", """
            const api_host = `«a:/k3fw»`, more = 1;
            const ui_host = "«u:https://eu.posthog.com»";
            «c:posthog.init»("«t:phc_1»", { api_host, ui_host });
            """),
        new("member of an object in the file", """
            const analytics = { key: '«t:phc_1»', host: '«a:/k3fw»', enabled: true } as const
            «c:posthog.init»(analytics.key, { api_host: analytics.host })
            """),
        new("origin of the page in a template", "«c:posthog.init»('«t:phc_1»', { api_host: `«a:${window.location.origin}/k3fw»` })", "", "a=/k3fw"),
        new("origin of the page, added", "«c:posthog.init»('«t:phc_1»', { api_host: location.origin + '«a:/k3fw»', defaults: '2026-01-30' })"),
        new("protocol and host of the page", "«c:posthog.init»('«t:phc_1»', { api_host: `«a:${location.protocol}//${location.host}/k3fw»` })", "", "a=/k3fw"),
        new("plain back-ticks", "«c:posthog.init»(`«t:phc_1»`, { api_host: `«a:https://us.i.posthog.com»`, ui_host: `«u:https://us.posthog.com»` })"),
        new("a ternary that agrees", "«c:posthog.init»(prod ? '«t:phc_1»' : 'phc_1', { api_host: dev ? ('«a:/a»') : '/a' })"),
        new("a spread in front of the hosts", """
            «c:posthog.init»(process.env.POSTHOG_KEY!, {
              ...SHARED.web,
              api_host: '«a:/ingest-x1»', // always the proxy
              ui_host: '«u:https://us.i.posthog.com»',
            })
            """, "t"),
        new("a conditional spread that does not touch the hosts", """
            «c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»', ...(isDev && { debug: true }), ...(x ? { autocapture: false } : {}) })
            """),
        new("a spread of an object in the file", """
            const base = { api_host: '/old', ui_host: '«u:https://eu.posthog.com»' }
            «c:posthog.init»('«t:phc_1»', { ...base, api_host: '«a:/new»' })
            """),
        new("escapes", @"«c:posthog.init»('«t:phc_1»', { api_host: '«a:\x2Fk\u0033fw»' })", "", "a=/k3fw"),
        new("undefined is missing", "«c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»', ui_host: undefined })"),
        new("comments everywhere", """
            «c:posthog.init»( // api_host: '/no'
              /* 'phc_0', */ '«t:phc_1»',
              { /* ui_host: 'https://us.posthog.com', */ api_host /* : */ : '«a:/a»', // ui_host: '/no'
              })
            """),
        new("methods, regular expressions and generics among the options", """
            «c:posthog.init»('«t:phc_1»', {
              loaded(ph) { ph.capture('/}"') },
              sanitize: (p: Map<string, string>) => p,
              url_ignorelist: [/['"`{]+\/x/g, 4 / 2 / 1],
              rewriteRequestPath: (url) => url.replace(/\/e\//, '/q/'),
              __add_tracing_headers: ['shop.example'],
              api_host: '«a:/a»',
            })
            """),
        new("posthog provider with options", """
            export const App = () => (
              <«c:PostHogProvider» apiKey={import.meta.env.VITE_KEY} options={{ api_host: '«a:/a»', ui_host: '«u:https://eu.posthog.com»' }}>
                <p>Don't call posthog.init('phc_0', { api_host: '/no' }) here</p>
              </PostHogProvider>
            )
            """, "t"),
        new("provider under another name, options above", """
            import { PostHogProvider as Analytics } from 'posthog-js/react'
            const options = { api_host: '«a:/a»', defaults: '2026-01-30' } satisfies Partial<PostHogConfig>
            root.render(<Analytics apiKey="«t:phc_1»" options={options}><App a={b => b > 1} /></Analytics>)
            """.Replace("<Analytics ", "<«c:Analytics» ", StringComparison.Ordinal)),
        new("provider that closes itself", "const x = <«c:PHPostHogProvider» apiKey='«t:phc_1»' options={{api_host: \"«a:/a»\"}} />;"),
        new("options exported for another file", """
            export const posthogOptions: Partial<PostHogConfig> = {
              «c:api_host»: "«a:/k3fw»",
              capture_pageview: "history_change",
            };
            """, "tu"),
        new("options in a framework's configuration", """
            export default defineNuxtConfig({
              posthogConfig: {
                clientOptions: { «c:api_host»: '«a:/k3fw»', ui_host: '«u:https://us.i.posthog.com»' },
              },
            })
            """, "t"),
        new("PosthogInit object", "const init: PosthogInit = { «c:api_host»: '«a:/k3fw»' }", "tu"),
        new("set_config", "posthog.set_config({ «c:api_host»: '«a:/k3fw»' })", "tu"),
        new("script element with a template", """
            <Script id="ph" strategy="afterInteractive">{`
              !function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){return i/s/a})}(document,window.posthog||[]);
              «c:posthog.init»('${token}', {api_host:'«a:/a»', ui_host: '${uiHost}'});
            `}</Script>
            """, "tu"),
        new("dangerouslySetInnerHTML", """
            <script dangerouslySetInnerHTML={{ __html: `«c:posthog.init»('«t:phc_1»', { api_host: '«a:https://us.i.posthog.com»' })` }} />
            """),
        new("dangerouslySetInnerHTML with a string", """
            <script dangerouslySetInnerHTML={{ __html: "«c:posthog.init»(\"«t:phc_1»\",{api_host:'«a:/a»'});" }} />
            """),
        new("a page in a template", """
            const ANALYTICS = `<p>Don't</p><script>
              «c:posthog.init»(${JSON.stringify(KEY)}, { api_host: "«a:/a»", defaults: "2026-01-30" });
            <\/script>`
            """, "t"),
        new("no semicolons", """
            const api = '«a:/a»'
            const log = createLog()
            «c:posthog.init»(log.key, { api_host: api })
            """, "t"),
        new("assigned result", "export const client = (window.hog = «c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»' }))"),
        new("TypeScript that looks like elements", """
            const first = <T,>(items: T[]): T | undefined => items[0];
            const map = new Map<string, Array<number>>(), wide = a < b && c > d;
            export const start = async <T extends Foo>(x: T): Promise<void> => {
              const half = width / 2 / scale, quote = /"/.test(x) ? `"` : "'";
              «c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»' } as Partial<PostHogConfig>);
            };
            """),
        new("elements among code", """
            function Banner({ on }) {
              if (!on) return <div title="It's" data-x={on > 1}>Don't <b>{`track "${x}"`}</b> me</div>;
              return <>{items.map(i => <li key={i.id}>{i.name}'s</li>)}<br/></>
            }
            «c:posthog.init»('«t:phc_1»', { api_host: '«a:/a»' })
            """),
        new("a template in a template, in front of a hole", """
            <Script id="ph">{`«c:posthog.init»('«t:phc_1»', { api_host: \`«a:/a»\`, ui_host: '${uiHost}' })`}</Script>
            """, "u"),
        new("a template in a template, around a hole", """
            <Script id="ph">{`«c:posthog.init»('«t:phc_1»', { api_host: \`/${path}\`, ui_host: \`«u:https://eu.posthog.com»\` })`}</Script>
            """, "a"),
        new("no options, but a token", "«c:posthog.init»('«t:phc_1»')"),
    ];
}
