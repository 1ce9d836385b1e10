// The panel: what reached PostHog, as the stand-in's journal tells it. The page never fills in what it expects.
const most = 120;
// posthog-js itself waits for some seconds before it sends.
const late = 5000;
const by = id => document.getElementById(id);
const kinds = new Map([
  ['event', 'Events'], ['replay', 'Replay'], ['flags', 'Flags'], ['config', 'Config'], ['asset', 'Assets'], ['survey', 'Surveys'], ['other', 'Other'],
]);
const counts = new Map();
const hidden = new Set();
const seen = new Set();
const leaked = new Set();

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text ?? '';
  return made;
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** What the row is about: the events it brought, else the thing it asked for. */
function titles(row) {
  if (row.events.length > 0) {
    const names = new Map();
    row.events.forEach(({ event }) => names.set(event, (names.get(event) ?? 0) + 1));
    const told = [...names].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name));

    // The shop's own events before those posthog-js makes by itself.
    return [...told.filter(name => !name.startsWith('$')), ...told.filter(name => name.startsWith('$'))];
  }

  switch (row.kind) {
    case 'flags': return ['feature flags'];
    case 'survey': return ['surveys'];
    case 'config': return ['remote config'];
    case 'asset': return [row.path.split('/').at(-1)];
    default: return [row.path];
  }
}

function card(row) {
  const item = element('li', 'row');
  item.dataset.kind = row.kind;
  item.dataset.sequence = row.sequence;
  item.dataset.events = row.events.map(({ event }) => event).join(' ');
  item.hidden = hidden.has(row.kind);

  const head = element('div', 'head');
  head.append(element('span', 'kind', row.kind));
  titles(row).forEach(title => head.append(element('span', title.startsWith('$') && row.kind === 'event' ? 'title automatic' : 'title', title)));
  const time = element('time', '', new Date(row.at).toLocaleTimeString('en-GB'));
  time.dateTime = row.at;
  head.append(time);

  const way = element('div', 'way');
  way.append(hop('yours', storefront.proxyAddress, row.asked ?? row.path));
  way.lastChild.classList.toggle('alias', (row.asked ?? row.path) !== row.path);
  if (row.host) {
    way.append(hop('theirs', row.host, row.path));
  }

  const facts = element('div', 'facts');
  facts.append(element('span', row.status === 200 || row.status === 304 ? 'good' : 'bad', String(row.status || 'no status')));
  facts.append(element('span', '', row.sent));
  if (row.clientAddress) {
    facts.append(element('span', '', `client ${row.clientAddress}`));
  }

  if (row.cookies) {
    facts.append(element('span', row.cookies.length ? 'bad' : 'good', `cookies: ${row.cookies.join(', ') || 'none'}`));
  }

  const happened = row.kind === 'event' && row.events.length ? Math.min(...row.events.map(({ time }) => Date.parse(time))) : NaN;
  if (Date.parse(row.at) - happened > late) {
    const own = element('span', 'kept', `happened ${new Date(happened).toLocaleTimeString('en-GB')}, kept until now`);
    facts.append(own);
  }

  item.append(head, way, facts);
  return item;
}

function hop(side, address, path) {
  const line = element('span', side);
  line.append(element('b', '', address), path);
  line.title = address + path;
  return line;
}

function show(row) {
  if (seen.has(row.sequence)) {
    return;
  }

  seen.add(row.sequence);
  by('panel-empty').hidden = true;
  by('panel-rows').prepend(card(row));
  while (by('panel-rows').children.length > most) {
    const oldest = by('panel-rows').lastElementChild;
    seen.delete(Number(oldest.dataset.sequence));
    oldest.remove();
  }

  counts.set(row.kind, (counts.get(row.kind) ?? 0) + (row.events.length || 1));
  showKinds();
  row.cookies?.forEach(name => leaked.add(name));
  showCookies(row.cookies !== undefined);
  pulse();
}

let pulseTimer;

function pulse() {
  by('panel-route').classList.add('moving');
  clearTimeout(pulseTimer);
  pulseTimer = setTimeout(() => by('panel-route').classList.remove('moving'), 1600);
}

function showKinds() {
  for (const [kind, label] of kinds) {
    let chip = by('panel-kinds').querySelector(`[data-kind="${kind}"]`);
    if (!chip && counts.has(kind)) {
      chip = element('button', '', label);
      chip.type = 'button';
      chip.dataset.kind = kind;
      chip.style.order = [...kinds.keys()].indexOf(kind);
      chip.append(element('span', 'count'));
      chip.setAttribute('aria-pressed', 'true');
      chip.addEventListener('click', () => toggle(kind, chip));
      by('panel-kinds').append(chip);
    }

    if (chip) {
      chip.querySelector('.count').textContent = counts.get(kind);
    }
  }
}

function toggle(kind, chip) {
  const hide = !hidden.has(kind);
  hidden[hide ? 'add' : 'delete'](kind);
  chip.setAttribute('aria-pressed', String(!hide));
  by('panel-rows').querySelectorAll(`[data-kind="${kind}"]`).forEach(row => { row.hidden = hide; });
}

function showCookies(known) {
  const readable = document.cookie.split('; ').filter(Boolean).map(pair => pair.split('=')[0]);
  by('cookies-held').replaceChildren(
    ...storefront.hiddenCookies.map(name => element('code', 'http-only', name)),
    ...readable.map(name => element('code', '', name.length > 12 ? `${name.slice(0, 9)}…` : name)));
  by('cookies-received').textContent = !known ? 'only PostHog knows' : [...leaked].join(', ') || 'none';
  by('cookies-received').className = !known ? '' : leaked.size ? 'bad' : 'good';
}

function state(name) {
  by('panel-state').textContent = name;
  by('panel-state').dataset.state = name;
}

let stream;
let last = 0;

/** While nobody looks, nothing is asked for; what was missed comes when the tab is back. */
function followJournal() {
  stream?.close();
  stream = null;
  if (document.hidden) {
    state('paused');
    return;
  }

  stream = new EventSource(`/demo/stream?after=${last}`);
  stream.onopen = () => state('live');
  stream.onerror = () => state('connecting');
  stream.onmessage = message => {
    const row = JSON.parse(message.data);
    last = row.sequence;
    row.sent = row.method === 'POST' ? `${size(row.bytes)} sent` : row.method;
    show(row);
  };
}

/** With real PostHog: the requests this browser made, from its own timing records. */
function followBrowser() {
  by('panel-explain').hidden = false;
  const start = new URL(storefront.apiHost, location.href).href.replace(/\/$/, '');
  let number = 0;
  const take = entries => entries.filter(entry => entry.name.startsWith(`${start}/`)).forEach(entry => {
    const asked = new URL(entry.name).pathname.slice(new URL(start).pathname.replace(/\/$/, '').length);
    const path = canonical(start, asked);
    show({
      sequence: ++number, at: new Date(performance.timeOrigin + entry.startTime).toISOString(), kind: kindOf(path), path, asked,
      status: entry.responseStatus, sent: `${Math.round(entry.duration)} ms`, events: [],
    });
  });
  new PerformanceObserver(list => take(list.getEntries())).observe({ type: 'resource', buffered: true });
  state('live');
}

/** The path an alias stands for, of those that have one name for every version of posthog-js. */
function canonical(start, asked) {
  const rewrite = window.posthog?.config?.rewriteRequestPath;
  return (rewrite && ['/e/', '/i/v0/e/', '/s/', '/flags/', '/api/surveys/', '/static/array.js'].find(path =>
    rewrite(new URL(start + path)).pathname === new URL(start + asked).pathname)) || asked;
}

/** Which names go over the wire is decided where the shop is started, for every page at once. */
function showNames() {
  by('panel-names').append(
    storefront.aliases ? 'The browser asks under names of this shop’s own; for PostHog’s own, start with ' : 'The browser asks under PostHog’s own names; for names no filter list knows, start with ',
    element('code', '', `--Storefront:Aliases=${storefront.aliases ? 'Off' : 'On'}`));
}

/** A shop that was started with an outbox: PostHog goes down and comes back here. */
function followOutage() {
  const panel = by('panel-outage');
  const button = by('outage-switch');
  panel.hidden = false;
  button.addEventListener('click', () => fetch(`/demo/outage?down=${panel.dataset.down !== 'true'}`, { method: 'POST' }));
  new EventSource('/demo/outage').onmessage = message => {
    const { isDown, kept } = JSON.parse(message.data);
    panel.dataset.down = isDown;
    panel.dataset.kept = kept;
    button.textContent = isDown ? 'Bring PostHog back' : 'Take PostHog down';
    const waiting = `${kept} ${kept === 1 ? 'request' : 'requests'}`;
    by('outage-state').textContent = isDown
      ? `PostHog is down. The outbox keeps ${waiting}.`
      : kept > 0 ? `PostHog is back. ${waiting} on the way, each event with its own time.` : 'PostHog is up. The outbox is empty.';
  };
}

function kindOf(path) {
  const known = [[/^\/s\//, 'replay'], [/^\/(flags|decide)\//, 'flags'], [/^\/static\//, 'asset'], [/^\/array\//, 'config'],
    [/^\/api\/surveys\//, 'survey'], [/^\/(i\/v0\/)?e\//, 'event']];
  return known.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}

by('route-domain').textContent = storefront.proxyAddress;
by('route-region').textContent = storefront.standIn ? `${storefront.region} · stand-in` : storefront.region;
showCookies(storefront.standIn);
showNames();
if (storefront.outage) {
  followOutage();
}

if (storefront.standIn) {
  followJournal();
  document.addEventListener('visibilitychange', followJournal);
} else {
  followBrowser();
}
