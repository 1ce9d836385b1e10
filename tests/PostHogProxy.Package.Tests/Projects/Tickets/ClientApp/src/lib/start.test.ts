import { expect, test, vi } from 'vitest'

test('starts posthog once', () => {
  const init = vi.fn()
  expect(init).not.toHaveBeenCalled()
  expect('posthog.init(token, { api_host: "https://eu.i.posthog.com" })').toContain('posthog.init')
})
