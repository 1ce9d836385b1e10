// The panel beside the shop: what reached PostHog, as the stand-in's journal has it, and what is the shop's own.
import { Rows, element, follow } from './rows.js';

const by = id => document.getElementById(id);
const leaked = new Set();
const rows = new Rows({
  rows: by('panel-rows'), kinds: by('panel-kinds'), empty: by('panel-empty'), address: storefront.proxyAddress,
  shown(row) {
    row.cookies?.forEach(name => leaked.add(name));
    showCookies(row.cookies !== undefined);
    pulse();
  },
  cleared() {
    leaked.clear();
    showCookies(true);
  },
});

let pulseTimer;

function pulse() {
  by('panel-route').classList.add('moving');
  clearTimeout(pulseTimer);
  pulseTimer = setTimeout(() => by('panel-route').classList.remove('moving'), 1600);
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

/** With real PostHog: the requests this browser made, from its own timing records. */
function followBrowser() {
  by('panel-explain').hidden = false;
  const start = new URL(storefront.apiHost, location.href).href.replace(/\/$/, '');
  let number = 0;
  const take = entries => entries.filter(entry => entry.name.startsWith(`${start}/`)).forEach(entry => {
    const asked = new URL(entry.name).pathname.slice(new URL(start).pathname.replace(/\/$/, '').length);
    const path = canonical(start, asked);
    rows.show({
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
  follow('/demo/stream', rows, state);
} else {
  followBrowser();
}
