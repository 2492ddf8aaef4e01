import { defineConfig } from 'playwright/test'
import { CHROMIUM_FLAGS } from './test/e2e/chromium.ts'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/browser',
  // Much of a test is waiting: two at once leave two cores hardly idle, and more only slow each other down.
  workers: 2,
  timeout: 240_000,
  // On a crowded machine the browser itself stalls now and then; the test command lists what needed a second try.
  retries: 1,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: CHROMIUM_FLAGS },
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
  },
})
