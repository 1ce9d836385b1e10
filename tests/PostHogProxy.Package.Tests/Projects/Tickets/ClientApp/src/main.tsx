import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PostHogProvider } from 'posthog-js/react'
import { App } from './App'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PostHogProvider
      apiKey={import.meta.env.VITE_PUBLIC_POSTHOG_KEY}
      options={{
        api_host: '/api/metrics/event',
        ui_host: 'https://us.i.posthog.com', // planted: PHX2004
        defaults: '2026-05-30',
        capture_exceptions: true,
      }}
    >
      <App />
    </PostHogProvider>
  </StrictMode>,
)
