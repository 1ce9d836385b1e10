import posthog, { type PostHogConfig } from 'posthog-js'

const options = {
  api_host: 'https://us.i.posthog.com', // planted: PHX2005
  ui_host: 'https://us.posthog.com',
} satisfies Partial<PostHogConfig>

export function startPreview(token: string) {
  posthog.init(token, options)
}
