// Runs before a page's own scripts and keeps, beyond the page's end, what it asks the proxy for, under which name of PostHog's, and what became
// of it: window.watch. The page says in window.shop.proxy where the proxy is.
(() => {
  const { proxy } = window.shop
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

  // What a page gives as rewriteRequestPath, so that PostHog's own names of what it asks for are known.
  const renaming = rewrite => url => {
    const path = url.pathname
    const renamed = rewrite(url)
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

  window.watch = {
    captured,
    until,
    renaming,
    name: (address, path) => names.set(new URL(address).pathname, proxy + path),
    keep: event => {
      captured.push(event.event)
      queueMicrotask(tell)
      return event
    },
    settled: paths => paths.every(path => asked.some(entry => new RegExp(path).test(entry.name) && entry.end !== null)),
    told: () => `captured ${captured}; asked for ${asked.map(entry => `${entry.name} (${entry.how}, ${entry.end})`)}`,
  }
})()
