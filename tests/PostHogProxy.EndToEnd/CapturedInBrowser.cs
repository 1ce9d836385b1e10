using System.Text.Json;
using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd;

/// <summary>An event as posthog-js handed it to <c>before_send</c>, the last step before it is sent.</summary>
internal sealed record CapturedInBrowser(string Event, string Uuid)
{
    /// <summary>
    /// Runs before the page's own scripts. The page's loader puts a queue in <c>window.posthog</c>; once the loader's script
    /// has ended, its call of init waits there, and posthog-js has not arrived. sessionStorage outlives the page and is
    /// written at once, also while the page goes away. Only the page itself knows which answers it has.
    /// </summary>
    public const string Script = """
        (() => {
          const keep = event => {
            const key = 'captured-in-browser';
            const all = JSON.parse(sessionStorage.getItem(key) ?? '[]');
            sessionStorage.setItem(key, JSON.stringify([...all, { event: event.event, uuid: event.uuid }]));
            return event;
          };
          const ask = window.fetch;
          window.unanswered = 0;
          window.fetch = (...request) => {
            window.unanswered++;
            const answer = ask(...request);
            answer.then(response => response.clone().text()).catch(() => {}).finally(() => { window.unanswered--; });
            return answer;
          };
          let posthog;
          Object.defineProperty(window, 'posthog', {
            get: () => posthog,
            set: value => {
              posthog = value;
              if (Array.isArray(value)) {
                queueMicrotask(() => value._i.forEach(([, options]) => { options.before_send = keep; }));
              }
            },
          });
        })();
        """;

    /// <summary>The page has the answers to all it has asked.</summary>
    public static Task NothingUnderWayAsync(IPage page) => page.WaitForFunctionAsync("() => window.unanswered === 0");

    public static async Task<IReadOnlyList<CapturedInBrowser>> ReadAsync(IPage page) =>
        JsonSerializer.Deserialize<List<CapturedInBrowser>>(
            await page.EvaluateAsync<string>("sessionStorage.getItem('captured-in-browser') ?? '[]'"), JsonSerializerOptions.Web)!;
}
