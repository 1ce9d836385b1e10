// What the page shows comes as one snapshot twice a second.
let source = null;
let again = 0;

function show(now) {
  say('where', [now.app, now.environment, now.machine].join(' · '));
  verdict(now);
  traffic(now);
  proxies(now);
  outbox(now);
  exchanges(now);
}

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
