import { defineConfig } from 'vitest/config'

/** Each project is one step of `npm test`; browser tests are Playwright's (playwright.config.ts). */
const project = (name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude: ['test/e2e/**', ...exclude],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks' as const,
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['test/**/*.test.ts'], ['test/conformance/**', 'test/contract/**', 'test/long/**']),
      project('conformance', ['test/conformance/**/*.test.ts']),
      project('contract', ['test/contract/**/*.test.ts']),
      project('long', ['test/long/**/*.test.ts']),
    ],
  },
})
