// Whether events arrive, and what to do.
function verdict(now) {
  byId('verdict').dataset.state = now.state;
  say('headline', now.headline);
  const last = now.exchanges.find(one => one.kind === 'capture' && one.outcome === 'answered');
  const events = sum(now.proxies.flatMap(proxy => proxy.kinds).filter(one => one.kind === 'capture').map(one => sum(one.answered)));
  say('detail', last ? `The last one came ${span((now.at - last.at) / 1000)} ago.`
    : events > 0 ? 'The last one is further back than the last hundred exchanges.'
    : 'No event has arrived in the last hour.');
  document.title = `${now.state === 'bad' ? '✕ ' : now.state === 'warn' ? '! ' : ''}PostHog proxy · ${now.app}`;
  const levels = { bad: 'Wrong', warn: 'Look here', info: 'Note' };
  draw('problems', now.problems, () => now.problems.map(problem => element('li', {},
    element('span', { class: `tag ${problem.level}` }, levels[problem.level] ?? problem.level),
    element('span', { class: 'about' }, problem.about),
    element('span', {}, problem.what, problem.id && element('span', { class: 'id' }, problem.id)),
    problem.cure && element('p', { class: 'cure' }, element('b', {}, 'What to do: '), problem.cure))));
}
