// The last hundred.
function exchanges(now) {
  const several = now.proxies.length > 1;
  const named = now.exchanges.some(one => one.events);
  draw('exchanges-body', now.exchanges, () => now.exchanges.length === 0
    ? element('p', { class: 'empty' }, 'None yet.')
    : element('table', {},
      element('caption', {}, 'The last exchanges, the newest first'),
      element('thead', {}, element('tr', {},
        ['Time', 'Kind', ...(named ? ['Events'] : []), ...(several ? ['Proxy'] : []), 'Answered by'].map(name => element('th', { scope: 'col' }, name)),
        ['Status', 'Sent', 'Received', 'Took'].map(name => element('th', { scope: 'col', class: 'n' }, name)))),
      element('tbody', {}, now.exchanges.map(one => element('tr', {},
        element('td', { class: 'quiet' }, clock.format(one.at)),
        element('td', {}, words(one.kind)),
        named && element('td', { class: 'events' }, one.events ?? ''),
        several && element('td', {}, one.proxy),
        element('td', { class: 'quiet' }, one.by === 'outbox' ? 'kept in the outbox' : one.by),
        element('td', { class: one.status >= 500 ? 'n bad-text' : one.status >= 400 ? 'n warn-text' : 'n' }, String(one.status)),
        element('td', { class: 'n' }, one.sent ? bytes(one.sent) : '–'),
        element('td', { class: 'n' }, one.received ? bytes(one.received) : '–'),
        element('td', { class: 'n' }, `${number.format(one.milliseconds)} ms`))))));
}
