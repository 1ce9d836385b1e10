import posthog from 'posthog-js'

// What the tenant's settings say is not known before the app runs.
export async function startFor(tenant: string) {
  const settings = await (await fetch(`/api/tenants/${tenant}`)).json()
  posthog.init(settings.token, { api_host: settings.host ?? 'https://eu.i.posthog.com', ...settings.extra })
}
