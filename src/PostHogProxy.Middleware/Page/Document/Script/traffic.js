// The requests of the last hour.
function traffic(now) {
  const rows = merged(now.proxies);
  const times = now.proxies.map(proxy => [proxy.path, proxy.p50, proxy.p99, proxy.recentP50, proxy.recentP99, proxy.kept]);
  draw('traffic-body', [rows, times, now.minutes], () => {
    const all = outcomes.map((_, at) => new Array(60).fill(0).map((_, minute) => sum(rows.map(row => row.series[at][minute]))));
    const [answered, own, refused, failed] = all.map(sum);
    const total = answered + own + refused + failed;
    const kept = sum(now.proxies.map(proxy => proxy.kept));
    const most = Math.max(...together(all));
    const fact = (name, value, small) => element('div', {}, element('dt', {}, name), element('dd', {}, value, small && element('small', {}, ` ${small}`)));
    return [
      element('dl', { class: 'big' },
        fact('Requests', number.format(total)),
        fact('Failed', number.format(failed), total > 0 ? `${(failed / total * 100).toFixed(failed ? 1 : 0)} %` : ''),
        fact('Refused', number.format(refused)),
        own > 0 && fact('Answered here', number.format(own), 'PostHog may have nothing of them'),
        kept > 0 && fact('Kept in the outbox', number.format(kept)),
        now.proxies.map(proxy => fact(
          now.proxies.length > 1 ? `Time with PostHog, ${proxy.path}` : 'Time with PostHog',
          milliseconds(proxy.p50), `median, p99 ${milliseconds(proxy.p99)}${proxy.recentP50 === null ? '' : ` · last 5 min ${milliseconds(proxy.recentP50)}, p99 ${milliseconds(proxy.recentP99)}`}`))),
      element('ul', { class: 'legend' },
        [['answered', 'answered'], own > 0 && ['own', 'answered here, broken off, or preflights'], ['refused', 'refused (4xx)'], ['failed', 'failed (5xx)']].filter(Boolean).map(([name, text]) =>
          element('li', {}, element('i', { class: name, 'aria-hidden': 'true' }), text)),
        element('li', {}, `up to ${plural(most, 'request', 'requests')} a minute`)),
      bars(`Requests by the minute: ${said(all)}`, all, 1140, 88, 'chart'),
      element('p', { class: 'axis', 'aria-hidden': 'true' }, element('span', {}, '60 minutes ago'), element('span', {}, '30'), element('span', {}, 'now')),
      rows.length === 0
        ? element('p', { class: 'empty' }, 'No request has come yet. Open a page of your app that loads posthog-js.')
        : element('table', {},
          element('caption', {}, 'Requests by what was asked for'),
          element('thead', {}, element('tr', {}, ['Kind', 'By the minute'].map(name => element('th', { scope: 'col' }, name)),
            ['Requests', 'Refused', 'Failed'].map(name => element('th', { scope: 'col', class: 'n' }, name)))),
          element('tbody', {}, rows.map(row => {
            const [, , no, bad] = row.series.map(sum);
            return element('tr', { 'data-kind': row.kind },
              element('th', { scope: 'row' }, words(row.kind)),
              element('td', { class: 'plot' }, bars(`${words(row.kind)}: ${said(row.series)}`, row.series, 244, 22, 'spark')),
              element('td', { class: 'n' }, number.format(sum(together(row.series)))),
              element('td', { class: no ? 'n warn-text' : 'n quiet' }, number.format(no)),
              element('td', { class: bad ? 'n bad-text' : 'n quiet' }, number.format(bad)));
          }))),
    ];
  });
  byId('figures').hidden = rows.length === 0;
  draw('figures-body', rows, () => inFigures(rows));
}
