// What reached PostHog, as the stand-in's journal has it. Nothing here fills in what it expects.
const most = 120;
// posthog-js itself waits for some seconds before it sends.
const late = 5000;
const again = 2000;
const labels = new Map([
  ['event', 'Events'], ['replay', 'Replay'], ['flags', 'Flags'], ['config', 'Config'], ['asset', 'Assets'], ['survey', 'Surveys'], ['other', 'Other'],
]);

export function element(tag, className, text) {
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
    const counted = [...names].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name));

    // The page's own events before those posthog-js makes by itself.
    return [...counted.filter(name => !name.startsWith('$')), ...counted.filter(name => name.startsWith('$'))];
  }

  switch (row.kind) {
    case 'flags': return ['feature flags'];
    case 'survey': return ['surveys'];
    case 'config': return ['remote config'];
    case 'asset': return [row.path.split('/').at(-1)];
    default: return [row.path];
  }
}

function hop(side, address, path) {
  const line = element('span', side);
  line.append(element('b', '', address), path);
  line.title = address + path;
  return line;
}

/** The rows, newest first, with a chip for each kind that there is. */
export class Rows {
  #parts;
  #counts = new Map();
  #hidden = new Set();
  #seen = new Set();

  /** @param parts The elements rows, kinds and empty; address, what the browser calls the proxy; shown, called with each new row; cleared, called when all rows are gone. */
  constructor(parts) {
    this.#parts = parts;
  }

  show(row) {
    if (this.#seen.has(row.sequence)) {
      return;
    }

    const { rows, empty, shown } = this.#parts;
    this.#seen.add(row.sequence);
    empty.hidden = true;
    rows.prepend(this.#card(row));
    while (rows.children.length > most) {
      const oldest = rows.lastElementChild;
      this.#seen.delete(Number(oldest.dataset.sequence));
      oldest.remove();
    }

    this.#counts.set(row.kind, (this.#counts.get(row.kind) ?? 0) + (row.events.length || 1));
    this.#showKinds();
    shown?.(row);
  }

  /** As at the start. What is hidden stays hidden. */
  clear() {
    const { rows, kinds, empty, cleared } = this.#parts;
    this.#seen.clear();
    this.#counts.clear();
    rows.replaceChildren();
    kinds.querySelectorAll('.count').forEach(count => { count.textContent = 0; });
    empty.hidden = false;
    cleared?.();
  }

  #card(row) {
    const item = element('li', 'row');
    item.dataset.kind = row.kind;
    item.dataset.sequence = row.sequence;
    item.dataset.events = row.events.map(({ event }) => event).join(' ');
    item.hidden = this.#hidden.has(row.kind);

    const head = element('div', 'head');
    head.append(element('span', 'kind', row.kind));
    titles(row).forEach(title => head.append(element('span', title.startsWith('$') && row.kind === 'event' ? 'title automatic' : 'title', title)));
    const time = element('time', '', new Date(row.at).toLocaleTimeString('en-GB'));
    time.dateTime = row.at;
    head.append(time);

    const way = element('div', 'way');
    const asked = row.asked ?? row.path;
    way.append(hop('yours', this.#parts.address, asked));
    way.lastChild.classList.toggle('alias', asked !== row.path);
    if (row.host) {
      way.append(hop('theirs', row.host, row.path));
    }

    item.append(head, way, this.#facts(row));
    row.problems?.forEach(problem => item.append(element('p', 'problem', problem)));
    return item;
  }

  #facts(row) {
    const facts = element('div', 'facts');
    facts.append(element('span', row.status === 200 || row.status === 304 ? 'good' : 'bad', String(row.status || 'no status')));
    facts.append(element('span', '', row.sent ?? (row.method === 'POST' ? `${size(row.bytes)} sent` : row.method)));
    if (row.clientAddress) {
      facts.append(element('span', '', `client ${row.clientAddress}`));
    }

    if (row.cookies) {
      facts.append(element('span', row.cookies.length ? 'bad' : 'good', `cookies: ${row.cookies.join(', ') || 'none'}`));
    }

    const happened = row.kind === 'event' && row.events.length ? Math.min(...row.events.map(({ time }) => Date.parse(time))) : NaN;
    if (Date.parse(row.at) - happened > late) {
      facts.append(element('span', 'kept', `happened ${new Date(happened).toLocaleTimeString('en-GB')}, kept until now`));
    }

    return facts;
  }

  #showKinds() {
    for (const [kind, label] of labels) {
      let chip = this.#parts.kinds.querySelector(`[data-kind="${kind}"]`);
      if (!chip && this.#counts.has(kind)) {
        chip = element('button', '', label);
        chip.type = 'button';
        chip.dataset.kind = kind;
        chip.style.order = [...labels.keys()].indexOf(kind);
        chip.append(element('span', 'count'));
        chip.setAttribute('aria-pressed', 'true');
        chip.addEventListener('click', () => this.#toggle(kind, chip));
        this.#parts.kinds.append(chip);
      }

      if (chip) {
        chip.querySelector('.count').textContent = this.#counts.get(kind) ?? 0;
      }
    }
  }

  #toggle(kind, chip) {
    const hide = !this.#hidden.has(kind);
    this.#hidden[hide ? 'add' : 'delete'](kind);
    chip.setAttribute('aria-pressed', String(!hide));
    this.#parts.rows.querySelectorAll(`[data-kind="${kind}"]`).forEach(row => { row.hidden = hide; });
  }
}

function run(eventId) {
  return eventId.split('-')[0];
}

/** While nobody looks, nothing is asked for; what was missed comes when the tab is back. */
export function follow(url, rows, state) {
  let stream = null;
  let retry = 0;
  let last = '';
  function open() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
    if (document.hidden) {
      state('paused');
      return;
    }

    stream = new EventSource(`${url}?after=${encodeURIComponent(last)}`);
    stream.onopen = () => state('live');
    stream.onerror = () => {
      state('connecting');

      // The browser itself asks again, but not after an answer that is no stream, such as that of an app that is starting.
      if (stream.readyState === EventSource.CLOSED) {
        retry = setTimeout(open, again);
      }
    };
    stream.onmessage = message => {
      // A stand-in that was started again counts from 1 again: what came before is another run's.
      if (last && run(last) !== run(message.lastEventId)) {
        rows.clear();
      }

      last = message.lastEventId;
      rows.show(JSON.parse(message.data));
    };
  }

  open();
  document.addEventListener('visibilitychange', open);
}
