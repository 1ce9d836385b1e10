// Runs, after watch.js, before the Storefront's own scripts. Its snippet puts a queue in window.posthog; once the snippet has ended, the call of init
// waits there, and posthog-js has not arrived.
(() => {
  const { keep, name, renaming } = window.watch
  let posthog
  Object.defineProperty(window, 'posthog', {
    get: () => posthog,
    set: value => {
      posthog = value
      if (!Array.isArray(value)) return
      queueMicrotask(() => {
        const [, options] = value._i[0]
        options.before_send = keep
        // A driven browser says of itself that it is one, and posthog-js takes it for a robot.
        options.opt_out_useragent_filter = true
        if (options.rewriteRequestPath) options.rewriteRequestPath = renaming(options.rewriteRequestPath)
        name(document.querySelector(`head > script[src*="${window.shop.proxy}/"]`).src, '/static/array.js')
      })
    },
  })
})()
