import posthog from 'posthog-js'

posthog.init('phc_backoffice', {
  api_host: '/tracking/events',
  // posthog-proxy-disable-next-line PHX2002
  ui_host: 'https://us.posthog.com',
}, 'we are moving, and know it')

posthog.init('phc_backoffice', {
  api_host: '/tracking/events',
  ui_host: 'https://us.posthog.com', // planted: PHX2002
})
