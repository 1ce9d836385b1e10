import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

export default defineConfig({
  plugins: [react()],
  // posthog-js is large: a chunk of its own is cached longer.
  build: { rollupOptions: { output: { manualChunks: { posthog: ['posthog-js'] } } } },
})
