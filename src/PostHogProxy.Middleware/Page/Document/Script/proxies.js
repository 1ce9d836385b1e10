// Each proxy that is mapped.
function proxies(now) {
  const tags = { proven: ['ok', 'Proven'], wrong: ['bad', 'Wrong region'], unproven: ['warn', 'Not proven'], unknown: ['info', 'Not proven'], pending: ['info', 'Asking'] };
  draw('proxies-body', now.proxies.map(({ kinds, p50, p99, recentP50, recentP99, kept, ...rest }) => rest), () => now.proxies.length === 0
    ? element('p', { class: 'empty' }, 'None is mapped.')
    : now.proxies.map(proxy => {
      const [level, word] = tags[proxy.proof] ?? ['info', proxy.proof];
      const fact = (name, ...content) => [element('dt', {}, name), element('dd', {}, ...content)];
      const asked = proxy.cache ? proxy.cache.hits + proxy.cache.misses + proxy.cache.stale + proxy.cache.passed : 0;
      return element('article', { class: 'card', 'aria-label': `Proxy at ${proxy.path}` },
        element('div', { class: 'card-head' },
          element('h3', {}, proxy.path),
          element('span', { class: 'quiet' }, proxy.region ? `to PostHog ${proxy.region}` : 'to a PostHog of your own'),
          proxy.hosts.length > 0 && element('span', { class: 'quiet' }, `on ${proxy.hosts.join(', ')}`),
          proxy.isOff && element('span', { class: 'tag info' }, 'Off')),
        element('div', { class: 'pair' },
          element('dl', { class: 'facts' },
            fact('Region', element('span', { class: `tag ${level}` }, word), ' ', element('span', { class: 'why' }, proxy.proofText)),
            fact('Path', element('span', { class: `tag ${proxy.pathIsFine ? 'ok' : 'warn'}` }, proxy.pathIsFine ? 'Fine' : 'Look here'), ' ',
              element('span', { class: 'why' }, proxy.pathText, proxy.aliases === 'Off' ? '' : ` Aliases: ${proxy.aliases}.`)),
            proxy.hops.map(hop => fact(hop.for === 'events' ? 'Events to' : 'Scripts to', hop.origin, element('br'), element('span', { class: 'why' }, hop.transport)))),
          proxy.cache
            ? element('dl', { class: 'facts' },
              fact('Cache', asked === 0 ? 'not asked in the last hour' : `${Math.round((proxy.cache.hits + proxy.cache.stale) / asked * 100)} % of ${plural(asked, 'request', 'requests')} from memory`),
              fact('In memory', `${plural(proxy.cache.answers, 'answer', 'answers')}, ${bytes(proxy.cache.bytes)} of ${bytes(proxy.cache.maximumBytes)}`),
              fact('Hits', number.format(proxy.cache.hits)),
              fact('Misses', number.format(proxy.cache.misses)),
              proxy.cache.stale > 0 && fact('Past their time', number.format(proxy.cache.stale)),
              proxy.cache.passed > 0 && fact('Not keepable', number.format(proxy.cache.passed)))
            : element('dl', { class: 'facts' }, fact('Cache', 'off'))));
    }));
}
