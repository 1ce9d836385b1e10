import { usePostHog } from 'posthog-js/react'

export function App() {
  const posthog = usePostHog()
  return <button onClick={() => posthog?.capture('ticket opened', { ui_host: 'not a setting' })}>New ticket</button>
}
