namespace PostHogProxy.Snippet;

/// <summary>
/// Counts the pages of a Blazor Web App, in place of posthog-js's own <c>capture_pageview: 'history_change'</c>. That one counts each change of
/// the address, and Blazor's enhanced navigation changes it before it knows whether there is a page: it would count a page that redirects and the
/// one it redirects to, count twice what Blazor then loads as a whole document, and give each page the title of the one before.
/// </summary>
internal static class BlazorPages
{
    /// <summary>What posthog-js has for it; a page that sets this option counts in its own way.</summary>
    public const string Option = "capture_pageview";

    // Without '<', as all of the snippet. Blazor says enhancednavigationstart right after it has changed the address, in the same task; there is then
    // a page only when it says enhancedload. The interactive router says neither. posthog-js itself counts the page that it is loaded on.
    private const string Start = """
        (function (w, h) {
          var last, loading, listening;
          function count() {
            var path = w.location.pathname;
            if (last && path !== last) { last = path; w.posthog.capture('$pageview'); }
          }
          function listen(blazor) {
            if (listening || !blazor || !blazor.addEventListener) { return; }
            listening = true;
            blazor.addEventListener('enhancednavigationstart', function () { loading = true; });
            blazor.addEventListener('enhancednavigationend', function () { loading = false; });
            blazor.addEventListener('enhancedload', count);
          }
          function changed() {
            listen(w.Blazor);
            if (!loading) { setTimeout(function () { if (!loading) { count(); } }); }
          }
          ['pushState', 'replaceState'].forEach(function (name) {
            var own = h[name];
            h[name] = function () { own.apply(h, arguments); changed(); };
          });
          w.addEventListener('popstate', changed);
          return function () { last = w.location.pathname; };
        })(window, history)
        """;

    private static readonly string Members = $",\"{Option}\":true,\"loaded\":{Start.ReplaceLineEndings("\n")}";

    /// <summary>The second argument of <c>posthog.init</c> with it.</summary>
    public static string AddTo(string init) => InitOptions.Has(init, Option) ? init : $"{init.AsSpan(0, init.Length - 1)}{Members}}}";
}
