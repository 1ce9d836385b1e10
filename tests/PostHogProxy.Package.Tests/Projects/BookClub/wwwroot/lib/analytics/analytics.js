/* A library we did not write; it is not ours to judge. */
window.defaultInit = () => posthog.init('phc_library', { api_host: 'https://us.i.posthog.com', ui_host: 'https://eu.posthog.com' })
