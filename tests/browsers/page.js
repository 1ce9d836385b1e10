// A page that calls posthog.init itself, and a visitor in it: window.visit. watch.js runs before it.
(() => {
  const { proxy, token } = window.shop
  const { captured, keep, renaming, settled, until } = window.watch
  const rewriteRequestPath = renaming(window.rewriteRequestPath ?? (url => url))

  const load = address => new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = resolve
    script.onerror = reject
    document.head.append(script)
  })
  const started = load(rewriteRequestPath(new URL(proxy + '/static/array.js', location.href))).then(() => posthog.init(token, {
    api_host: proxy,
    ui_host: 'https://eu.posthog.com',
    defaults: '2026-01-30',
    capture_performance: { web_vitals: true, web_vitals_delayed_flush_ms: 500 },
    // A driven browser says of itself that it is one, and posthog-js takes it for a robot.
    opt_out_useragent_filter: true,
    rewriteRequestPath,
    before_send: keep,
  }))
  const shown = condition => new Promise(done => {
    const look = () => condition() ? done() : setTimeout(look, 50)
    look()
  })

  // What has to be settled before the visitor acts and before the visitor leaves, and the events that must have been captured.
  window.visit = async ({ first, last, events }) => {
    await started
    await until(() => settled(first))
    await shown(() => posthog.sessionRecordingStarted())
    for (const button of ['buy', 'fail', 'feedback']) {
      document.getElementById(button).click()
    }
    // Nothing tells from outside whether the surveys that have come are already watching for this event.
    const again = setInterval(() => document.getElementById('feedback').click(), 500)
    await until(() => captured.includes('survey shown'))
    clearInterval(again)
    // Last, because a click after which the page changes is no dead click. A late change of the page spoils one click, so it is repeated; posthog-js
    // decides about a click within 3 s.
    const dead = document.getElementById('dead')
    dead.click()
    const clicks = setInterval(() => dead.click(), 5000)
    await until(() => settled(last))
    await until(() => events.every(name => captured.includes(name)))
    clearInterval(clicks)
  }
})()
