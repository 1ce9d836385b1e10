// What is kept, and the dead letters. What can be pressed is in no part that changes by itself: a browser drops a press whose button is replaced
// before it ends.
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
