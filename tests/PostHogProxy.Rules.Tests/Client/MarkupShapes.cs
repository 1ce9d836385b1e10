namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Set-ups in pages: HTML, Razor, Vue, Svelte, and strings of a C# program.</summary>
internal static class MarkupShapes
{
    /// <summary>PostHog's snippet in outline: the operators, strings and regular expressions that a reader must get over.</summary>
    public const string Loader =
        """!function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){function g(t,e){var o=e.split(".");2==o.length&&(t=t[o[0]],e=o[1]),t[e]=function(){t.push([e].concat(Array.prototype.slice.call(arguments,0)))}}(p=t.createElement("script")).type="text/javascript",p.crossOrigin="anonymous",p.async=!0,p.src=s.api_host.replace(".i.posthog.com","-assets.i.posthog.com")+"/static/array.js",(r=t.getElementsByTagName("script")[0]).parentNode.insertBefore(p,r);var u=e;for(void 0!==a?u=e[a]=[]:a="posthog",u.people=u.people||[],u.toString=function(t){var e="posthog";return"posthog"!==a&&(e+="."+a),t||(e+=" (stub)"),e},o="init capture register".split(" "),n=0;n<o.length;n++)g(u,o[n]);e._i.push([i,s,a])},e.__SV=1)}(document,window.posthog||[]);""";

    public static readonly Shape[] All =
    [
        new("HTML with the snippet", $$"""
            <!doctype html><html><head><script>
                {{Loader}}
                «c:posthog.init»('«t:phc_1»', {
                    api_host: '«a:https://eu.i.posthog.com»',
                    defaults: '2026-01-30',
                })
            </script></head><body><p>Don't call posthog.init('phc_0') twice</p></body></html>
            """),
        new("Razor with a token of the server", """
            @model IndexModel
            @* <script>posthog.init('phc_0', { api_host: '/no' })</script> *@
            @section Scripts {
                <script>
                    «c:posthog.init»('@Model.PostHogToken', {
                        api_host: '«a:/t7k2»', @* the proxy of Program.cs *@
                        ui_host: '@Configuration["PostHog:UiHost"]'
                    });
                </script>
            }
            """, "tu"),
        new("Razor with serialized settings", "<script>«c:posthog.init»(@Json.Serialize(Model.Token), { api_host: @Json.Serialize(Model.Host), ui_host: '«u:https://eu.posthog.com»' });</script>", "ta"),
        new("module script", "<script type=\"module\">import posthog from '/lib/posthog.js'; «c:posthog.init»('«t:phc_1»', {api_host: '«a:/t7k2»'})</script>"),
        new("held back by a consent tool", "<script type=\"text/plain\" data-cookieconsent=\"statistics\">«c:posthog.init»('«t:phc_1»', {api_host: '«a:/t7k2»'})</script>"),
        new("Vue single file component", """
            <script setup lang="ts">
            import posthog from 'posthog-js'
            onMounted(() => { «c:posthog.init»('«t:phc_1»', { api_host: '«a:/t7k2»', ui_host: '«u:https://eu.posthog.com»' }) })
            </script>
            <template><p>It's posthog.init('phc_0', {api_host: '/no'})</p></template>
            """),
        new("Vue component with bound options", "<template><«c:PostHogProvider» api-key=\"«t:phc_1»\" :options=\"{ api_host: '«a:/t7k2»', debug: true }\"><slot/></PostHogProvider></template>"),
        new("Svelte", """
            <script lang="ts">
              import { browser } from '$app/environment'
              $effect(() => {
                // api_host: "https://eu.posthog.com",
                if (browser) «c:posthog.init»(PUBLIC_POSTHOG_KEY, { api_host: `«a:${location.origin}/k3fw»`, ui_host: '«u:https://eu.posthog.com»' })
              })
            </script>
            {@render children?.()}
            """, "t", "a=/k3fw"),
        new("Svelte component", "<«c:PostHogProvider» apiKey=\"«t:phc_1»\" options={{ api_host: '«a:/k3fw»', ui_host: \"«u:https://eu.posthog.com»\" }}>{@render children()}</PostHogProvider>"),
        new("Blazor component with attributes", "<«c:PostHogInit» ProjectToken=\"«t:phc_1»\" ApiHost=\"«a:/k3fw»\" Mode='1' />", "u"),
        new("inline handler", "<button onclick=\"«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })\">Allow</button>"),
        new("Angular handler", "<a (click)='«c:posthog.init»(\"«t:phc_1»\", { api_host: \"«a:/k3fw»\" })'>Allow</a>"),
        new("attribute without quotes", "<«c:posthog-init» api_host=«a:/k3fw» ui_host=«u:https://eu.posthog.com»></posthog-init>"),
        new("script that ends with the text", "<body><script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })"),
        new("hole of an interpolated C# string", "<script>«c:posthog.init»('\uFFFC', { api_host: '«a:/k3fw»', ui_host: '\uFFFC/ui' })</script>", "tu"),
        new("template engine", "<script>«c:posthog.init»('{{ posthog_key }}', { api_host: '{{ host }}', ui_host: '«u:https://eu.posthog.com»' })</script>", "ta"),
        new("template engine without quotes", "<script>«c:posthog.init»({{ key | tojson }}, { api_host: \"«a:/k3fw»\", ui_host: <%= ui %> })</script>", "tu"),
        new("script in a script", "<script>document.write('<script src=\"x.js\"><\\/script>')</script><script>«c:posthog.init»('«t:phc_1»', { api_host: '«a:/k3fw»' })</script>"),
    ];
}
