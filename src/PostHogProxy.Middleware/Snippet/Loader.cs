using System.Text.Encodings.Web;
using System.Text.Json;

namespace PostHogProxy.Snippet;

/// <summary>
/// The script of the page. <c>window.posthog</c> is an array with methods: what is called before posthog-js is there waits in it as
/// <c>[name, …arguments]</c>, the calls of <c>init</c> in <c>_i</c>, those of <c>people</c> in an array of their own, those of a named instance in an
/// array under its name. So array.js (posthog-js 1.449.2, init_from_snippet) finds them, works through them and takes the name over.
/// <c>__SV</c> is the mark by which it, this script and others see that the name is taken.
/// </summary>
internal static class Loader
{
    // ES5, for the browsers posthog-js is loaded by. Without '<', so that no text in it can end the element. Where the page's policy asks for Trusted Types,
    // an address is no script's without a policy; it lets this one address pass and no other. A browser without them, or a page that does not list the
    // policy, takes the address as it is.
    private const string Start = """
        (function (w, d, src, gpc) {
          var nonce = (d.currentScript || {}).nonce, main = Array.isArray(w.posthog) ? w.posthog : [];
          if (w.posthog && (w.posthog.__SV || w.posthog.__loaded)) { return; }
          function add(queue, names) {
            names.split(' ').forEach(function (name) {
              queue[name] = function () { queue.push([name].concat([].slice.call(arguments))); };
            });
            return queue;
          }
          function fill(queue) {
            queue.people = add([], 'set set_once');
            return add(queue, 'calculateEventProperties getExtension capture register register_once register_for_session unregister unregister_for_session getFeatureFlag getFeatureFlagPayload getFeatureFlagResult getAllFeatureFlags isFeatureEnabled reloadFeatureFlags updateFlags updateEarlyAccessFeatureEnrollment getEarlyAccessFeatures on onFeatureFlags onSurveysLoaded onSessionId getSurveys getActiveMatchingSurveys onActiveMatchingSurveysChanged renderSurvey displaySurvey cancelPendingSurvey canRenderSurvey canRenderSurveyAsync identify setPersonProperties unsetPersonProperties group resetGroups setPersonPropertiesForFlags resetPersonPropertiesForFlags setGroupPropertiesForFlags resetGroupPropertiesForFlags reset shutdown setIdentity clearIdentity get_distinct_id getGroups get_session_id get_session_replay_url alias set_config startSessionRecording stopSessionRecording sessionRecordingStarted captureException addExceptionStep captureLog startExceptionAutocapture stopExceptionAutocapture loadToolbar get_property getSessionProperty createPersonProfile setInternalOrTestUser opt_in_capturing opt_out_capturing has_opted_in_capturing has_opted_out_capturing get_explicit_consent_status is_capturing clear_opt_in_out_capturing debug getPageViewId captureTraceFeedback captureTraceMetric');
          }
          function sign(element) { element.nonce = nonce; return element; }
          function trust(url) {
            try {
              return w.trustedTypes.createPolicy('posthog', { createScriptURL: function (asked) { return asked === src ? asked : null; } }).createScriptURL(url);
            } catch (e) { return url; }
          }
          main.__SV = 1;
          main._i = [];
          main.init = function (token, options, name) {
            options = options || {};
            if (nonce) {
              options.prepare_external_dependency_script = options.prepare_external_dependency_script || sign;
              options.prepare_external_dependency_stylesheet = options.prepare_external_dependency_stylesheet || sign;
            }
            if (gpc && navigator.globalPrivacyControl) { options.respect_dnt = options.opt_out_capturing_by_default = true; }
            if (name && name !== 'posthog') { main[name] = fill([]); }
            main._i.push([token, options, name || 'posthog']);
            return main[name] || main;
          };
          w.posthog = fill(main);
          var script = d.createElement('script');
          script.async = true;
          script.crossOrigin = 'anonymous';
          script.src = trust(src);
          if (nonce) { script.nonce = nonce; }
          d.head.appendChild(script);
          w.posthog.init(
        """;

    private static readonly string OneLineEnding = Start.ReplaceLineEndings("\n");

    /// <summary>The text of the script element.</summary>
    /// <param name="token">The project's token.</param>
    /// <param name="options">The second argument of <c>posthog.init</c>, ready to stand in a script.</param>
    /// <param name="script">The address of posthog-js.</param>
    /// <param name="respectGlobalPrivacyControl">Whether a browser that asks for privacy is opted out.</param>
    public static string Write(string token, string options, string script, bool respectGlobalPrivacyControl) =>
        $"{OneLineEnding}{Literal(token)}, {options});\n}})(window, document, {Literal(script)}, {(respectGlobalPrivacyControl ? "true" : "false")});";

    private static string Literal(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.Default)}\"";
}
