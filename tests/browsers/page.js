// A page that calls posthog.init itself, and a visitor in it: window.visit. It keeps, beyond its own end, what was asked for and under which name
// of PostHog's. Blocked or not: array.js comes through the proxy where it may, else from the page's own site, so that the rest is tried too.
(() => {
  const { proxy, token } = window.shop
  const alias = window.rewriteRequestPath ?? (url => url)
  const names = new Map()
  const asked = []
  const captured = []
  const waiting = new Set()

  const tell = () => {
    sessionStorage.setItem('asked', JSON.stringify(asked))
    waiting.forEach(look => look())
  }
  const until = condition => new Promise(done => {
    const look = () => {
      if (condition()) {
        waiting.delete(look)
        done()
      }
    }
    waiting.add(look)
    look()
  })

  const rename = url => {
    const path = url.pathname
    const renamed = alias(url)
    names.set(new URL(renamed, location.href).pathname, path)
    return renamed
  }
  const note = (address, how) => {
    const url = new URL(address.url ?? address, location.href)
    const entry = { url: url.href, name: (names.get(url.pathname) ?? url.pathname).replace(proxy, ''), how, end: null }
    if (url.pathname.startsWith(proxy + '/')) {
      asked.push(entry)
      tell()
    }
    return end => {
      entry.end = end
      tell()
    }
  }

  const fetchIt = window.fetch
  window.fetch = (address, ...rest) => {
    const ended = note(address, 'fetch')
    const answer = fetchIt.call(window, address, ...rest)
    answer.then(() => ended('answered'), () => ended('failed'))
    return answer
  }
  const open = XMLHttpRequest.prototype.open
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    const ended = note(address, 'fetch')
    this.addEventListener('load', () => ended('answered'))
    this.addEventListener('error', () => ended('failed'))
    return open.call(this, method, address, ...rest)
  }
  const beacon = navigator.sendBeacon
  navigator.sendBeacon = (address, body) => {
    note(address, 'beacon')('unknown')
    return beacon.call(navigator, address, body)
  }
  for (const [event, end] of [['load', 'answered'], ['error', 'failed']]) {
    document.addEventListener(event, ({ target }) => target.tagName === 'SCRIPT' && note(target.src, 'script')(end), true)
  }

  const load = address => new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = resolve
    script.onerror = reject
    document.head.append(script)
  })
  const start = () => posthog.init(token, {
    api_host: proxy,
    ui_host: 'https://eu.posthog.com',
    defaults: '2026-01-30',
    capture_performance: { web_vitals: true, web_vitals_delayed_flush_ms: 500 },
    // A driven browser says of itself that it is one, and posthog-js takes it for a robot.
    opt_out_useragent_filter: true,
    rewriteRequestPath: rename,
    before_send: event => {
      captured.push(event.event)
      queueMicrotask(tell)
      return event
    },
  })
  const started = load(rename(new URL(proxy + '/static/array.js', location.href))).catch(() => load('/shop/library.js')).then(start)

  const settled = names => until(() => names.every(name => asked.some(entry => new RegExp(name).test(entry.name) && entry.end !== null)))
  const shown = selector => new Promise(done => {
    const look = () => document.querySelector(selector) ? done() : setTimeout(look, 50)
    look()
  })

  // What has to be settled before the visitor acts and before the visitor leaves, and the events that must have been captured.
  window.visit = async ({ first, recorded, last, events }) => {
    const doing = step => { window.doing = step }
    doing(`waiting for ${first}`)
    await started
    await settled(first)
    if (recorded) {
      doing('waiting for the recorder')
      await new Promise(done => {
        const look = () => posthog.sessionRecordingStarted() ? done() : setTimeout(look, 50)
        look()
      })
    }
    await shown('#dead')
    for (const button of ['buy', 'fail', 'feedback']) {
      document.getElementById(button).click()
    }
    if (events.includes('survey shown')) {
      // Nothing tells from outside whether the surveys that have come are already watching for this event.
      doing('waiting for the survey')
      const again = setInterval(() => document.getElementById('feedback').click(), 500)
      await until(() => captured.includes('survey shown'))
      clearInterval(again)
    }
    // Last, because a click after which the page changes is none that nothing came of.
    document.getElementById('dead').click()
    doing(`waiting for ${last}`)
    await settled(last)
    doing(`waiting for the events ${events}`)
    await until(() => events.every(name => captured.includes(name)))
  }
  window.told = () => `${window.doing}; captured ${captured}; asked for ${asked.map(entry => `${entry.name} (${entry.how}, ${entry.end})`)}`
})()
