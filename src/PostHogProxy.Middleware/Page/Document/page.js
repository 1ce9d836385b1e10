'use strict';

// What the page shows comes as one snapshot twice a second. A part of the page is drawn anew only where it has changed, so that a reader's place
// and the focus stay where they are. What can be pressed is in no part that changes by itself: a browser drops a press whose button is replaced before it
// ends.
(() => {
  const byId = id => document.getElementById(id);
  const base = location.pathname.replace(/\/*$/, '/');
  const number = new Intl.NumberFormat('en');
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const drawn = new Map();
  const outcomes = ['answered', 'own', 'refused', 'failed'];
  let source = null;
  let again = 0;

  // Elements

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
    }
    made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return made;
  }

  function drawing(name, attributes, ...children) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function say(id, text) {
    const at = byId(id);
    if (at.textContent !== text) at.textContent = text;
  }

  /** Draws a part anew where what it shows has changed. */
  function draw(id, shown, build) {
    const text = JSON.stringify(shown);
    if (drawn.get(id) === text) return;
    drawn.set(id, text);
    const place = byId(id);
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    place.replaceChildren(...[build()].flat().filter(Boolean));
    if (focused) [...place.querySelectorAll('[data-key]')].find(one => one.dataset.key === focused)?.focus({ preventScroll: true });
  }

  // Words

  const sum = list => list.reduce((all, one) => all + one, 0);
  const plural = (count, one, many) => `${number.format(count)} ${count === 1 ? one : many}`;
  const words = kind => kind.replaceAll('_', ' ');

  function bytes(count) {
    if (count < 1000) return `${count} B`;
    if (count < 999_500) return `${(count / 1000).toPrecision(3)} kB`;
    if (count < 999_500_000) return `${(count / 1e6).toPrecision(3)} MB`;
    return `${(count / 1e9).toPrecision(3)} GB`;
  }

  function milliseconds(count) {
    if (count === null || count === undefined) return '–';
    if (count < 10) return `${count.toFixed(1)} ms`;
    return count < 1000 ? `${Math.round(count)} ms` : `${(count / 1000).toFixed(2)} s`;
  }

  function span(seconds) {
    if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
  }

  // Plots. Series are in the order of outcomes.

  /** Bars of 60 minutes, one outcome above the other. */
  function bars(label, series, width, height, className) {
    const step = width / 60;
    const most = Math.max(1, ...together(series));
    const svg = drawing('svg', { class: className, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label });
    svg.append(drawing('rect', { class: 'floor', x: 0, y: height - 1, width, height: 1 }));
    for (let minute = 0; minute < 60; minute++) {
      let top = height;
      outcomes.forEach((name, at) => {
        const count = series[at][minute];
        if (count === 0) return;
        const tall = Math.max(1.5, count / most * (height - 2));
        top -= tall;
        svg.append(drawing('rect', { class: name, x: minute * step, y: Math.max(0, top), width: step * 0.8, height: tall }));
      });
    }
    return svg;
  }

  /** The same in figures, in spans of ten minutes. */
  function inFigures(rows) {
    const spans = [0, 1, 2, 3, 4, 5];
    return element('table', {},
      element('caption', {}, 'Requests in spans of ten minutes, and how many of them were refused or failed'),
      element('thead', {}, element('tr', {},
        element('th', { scope: 'col' }, 'Kind'),
        spans.map(at => element('th', { scope: 'col', class: 'n' }, at === 5 ? 'last 10 min' : `${(6 - at) * 10}–${(5 - at) * 10} min ago`)))),
      element('tbody', {}, rows.map(row => element('tr', {},
        element('th', { scope: 'row' }, words(row.kind)),
        spans.map(at => {
          const [answered, own, refused, failed] = row.series.map(one => sum(one.slice(at * 10, at * 10 + 10)));
          const wrong = refused + failed;
          return element('td', { class: 'n' }, number.format(answered + own + wrong) + (wrong > 0 ? ` (${number.format(wrong)})` : ''));
        })))));
  }

  /** Of all outcomes, by the minute. */
  const together = series => series[0].map((_, minute) => sum(series.map(one => one[minute])));

  function merged(proxies) {
    const rows = new Map();
    for (const part of proxies.flatMap(proxy => proxy.kinds)) {
      const row = rows.get(part.kind) ?? { kind: part.kind, series: outcomes.map(() => new Array(60).fill(0)) };
      outcomes.forEach((name, at) => part[name].forEach((count, minute) => { row.series[at][minute] += count; }));
      rows.set(part.kind, row);
    }
    return [...rows.values()];
  }

  function said(series) {
    const [answered, own, refused, failed] = series.map(sum);
    return `${answered} answered, ${own > 0 ? `${own} answered here, ` : ''}${refused} refused, ${failed} failed`;
  }

  // Parts

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
          own > 0 && fact('Answered here', number.format(own), 'PostHog has nothing of them'),
          kept > 0 && fact('Kept in the outbox', number.format(kept)),
          now.proxies.map(proxy => fact(
            now.proxies.length > 1 ? `Time with PostHog, ${proxy.path}` : 'Time with PostHog',
            milliseconds(proxy.p50), `median, p99 ${milliseconds(proxy.p99)}${proxy.recentP50 === null ? '' : ` · last 5 min ${milliseconds(proxy.recentP50)}, p99 ${milliseconds(proxy.recentP99)}`}`))),
        element('ul', { class: 'legend' },
          [['answered', 'answered'], own > 0 && ['own', 'answered here, or preflights'], ['refused', 'refused (4xx)'], ['failed', 'failed (5xx)']].filter(Boolean).map(([name, text]) =>
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

  function outbox(now) {
    const box = now.outbox;
    byId('outbox').hidden = !box;
    if (!box) return;
    const { letters, ...figures } = box;
    draw('outbox-figures', figures, () => {
      const fact = (name, value, small) => element('div', {}, element('dt', {}, name), element('dd', {}, value, small && element('small', {}, ` ${small}`)));
      const filled = Math.min(1, box.bytes / Math.max(1, box.maxBytes));
      return element('dl', { class: 'big' },
        fact('Requests that wait', number.format(box.entries)),
        fact('Oldest', box.oldestSeconds === null ? '–' : span(box.oldestSeconds)),
        fact('Room', bytes(box.bytes), `of ${bytes(box.maxBytes)}, ${(filled * 100).toFixed(filled < 0.1 && filled > 0 ? 1 : 0)} %`),
        fact('Circuit', box.open.length > 0 ? 'open' : 'closed', box.open.length > 0 ? `${box.open.join(', ')} kept at once` : 'requests go to PostHog first'),
        fact('Dead letters', number.format(box.dead)),
        fact('Mode', box.mode));
    });

    draw('outbox-letters', [letters, box.dead], () => box.dead > 0 && [
      element('div', { class: 'buttons' },
        element('span', { class: 'grow' }, 'PostHog refuses these. They stay until MaxAge.'),
        button('retry', '', 'Retry all', 'retry-all'),
        button('drop', '', 'Drop all', 'drop-all', `Delete ${plural(box.dead, 'dead letter', 'dead letters')}? Nobody can send what is deleted.`)),
      element('table', { id: 'letters' },
        element('caption', {}, letters.length < box.dead ? `The newest ${letters.length} of ${number.format(box.dead)} dead letters` : 'Dead letters'),
        element('thead', {}, element('tr', {},
          ['Kind', 'Proxy', 'Came', 'PostHog answered'].map(name => element('th', { scope: 'col' }, name)),
          element('th', { scope: 'col', class: 'n' }, 'Size'), element('th', { scope: 'col', class: 'n' }, 'Do'))),
        element('tbody', {}, letters.map(letter => element('tr', { 'data-letter': letter.id },
          element('th', { scope: 'row' }, letter.kind),
          element('td', {}, letter.proxy),
          element('td', { 'data-at': letter.at }),
          element('td', { class: 'bad-text' }, letter.status === 0 ? 'nothing' : String(letter.status)),
          element('td', { class: 'n' }, bytes(letter.bytes)),
          element('td', { class: 'n' }, element('div', { class: 'buttons' },
            button('retry', letter.id, 'Retry', `retry-${letter.id}`, null, `of ${letter.kind}, ${bytes(letter.bytes)}`),
            button('drop', letter.id, 'Drop', `drop-${letter.id}`, 'Delete this dead letter? Nobody can send what is deleted.', `of ${letter.kind}, ${bytes(letter.bytes)}`))))))),
    ]);
    for (const age of byId('outbox-letters').querySelectorAll('[data-at]')) {
      const text = `${span((now.at - age.dataset.at) / 1000)} ago`;
      if (age.textContent !== text) age.textContent = text;
    }
  }

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

  function show(now) {
    say('where', [now.app, now.environment, now.machine].join(' · '));
    verdict(now);
    traffic(now);
    proxies(now);
    outbox(now);
    exchanges(now);
  }

  // Actions

  function button(action, id, text, key, question, more) {
    const made = element('button', { type: 'button', class: action === 'drop' ? 'danger' : null, 'data-key': key, 'aria-label': more ? `${text}: dead letter ${more}` : null }, text);
    made.addEventListener('click', () => {
      const { problem } = document.body.dataset;
      if (problem) say('outbox-result', problem);
      else if (!question || confirm(question)) act(action, id);
    });
    return made;
  }

  async function act(action, id) {
    say('outbox-result', '');
    try {
      const answer = await fetch(`${base}outbox/${action}`, {
        method: 'POST',
        body: id,
        headers: { 'Content-Type': 'text/plain', [document.body.dataset.header]: document.body.dataset.token },
        redirect: 'manual',

        // The page's own policy, no-referrer, makes some browsers send no origin either.
        referrerPolicy: 'same-origin',
      });
      say('outbox-result', answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403
        ? 'You may not do that, or you are signed out. Load the page again.'
        : await answer.text());
    } catch {
      say('outbox-result', 'The app did not answer.');
    }
  }

  // The stream

  function live(state, text) {
    byId('live').dataset.state = state;
    say('live-text', text);
  }

  function open() {
    clearTimeout(again);
    if (source || document.hidden) return;
    source = new EventSource(`${base}stream`);
    source.onmessage = message => {
      live('live', 'Live');
      show(JSON.parse(message.data));
    };
    source.onerror = () => {
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        live('lost', 'Not connected. Are you signed in? Trying again');
        again = setTimeout(open, 5000);
      } else {
        live('lost', 'Not connected. Trying again');
      }
    };
  }

  function close() {
    source?.close();
    source = null;
  }

  // A tab that nobody sees takes one of the few connections a browser has to a site.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      close();
      live('paused', 'Paused');
    } else {
      open();
    }
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
})();
