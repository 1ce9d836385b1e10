posthog.init('phc_intranet', {
  api_host: location.origin + '/m',
  ui_host: 'https://us.posthog.com',
  loaded: (ph) => ph.register({ site: 'intranet' }),
})
