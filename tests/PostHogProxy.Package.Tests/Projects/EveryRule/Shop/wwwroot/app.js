import posthog from 'posthog-js'

posthog.init('phc_every', {
  api_host: '/q9ab',
  ui_host: 'https://us.posthog.com', // planted: PHX2002
}, 'wrong-region')

posthog.init('phc_every', {
  api_host: '/q9ab', // planted: PHX2003
}, 'no-ui-host')

posthog.init('phc_every', {
  api_host: '/q9ab',
  ui_host: 'https://eu.i.posthog.com', // planted: PHX2004
}, 'not-the-app')

posthog.init('phc_every', {
  api_host: 'https://eu.i.posthog.com', // planted: PHX2005
  ui_host: 'https://us.posthog.com', // planted: PHX2001
}, 'direct-and-two-regions')

posthog.init('phc_every', {
  api_host: '/nowhere', // planted: PHX2006
  ui_host: 'https://eu.posthog.com',
}, 'no-proxy')

posthog.init('phc_every', {
  api_host: '/q9ab',
  ui_host: 'https://app.posthog.com', // planted: PHX2007
}, 'legacy')

posthog.init(
  'phx_7Qb2LkT0aYcWm5ZrVx3NdHs9PfJgUe1KiOo8Bt', // planted: PHX2008
  { api_host: '/q9ab', ui_host: 'https://eu.posthog.com' }, 'secret')
