posthog.init('phc_absent', { api_host: 'https://app.posthog.com', ui_host: 'https://eu.posthog.com' })
