// posthog.init('phc_old', { api_host: 'https://app.posthog.com' }) was here until we had a proxy.
document.getElementById('join')?.addEventListener('click', () => posthog.capture('joined the club'))
