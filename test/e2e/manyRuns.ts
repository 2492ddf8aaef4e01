import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { type Amounts, makeWorkspace } from '../bench/manyRuns.ts'
import { type App, test as base, startApp, usePage } from './app.ts'

/** The application on a workspace that has runs already. */
export const testWithRuns = (amounts: Amounts) =>
  base.extend<{ app: App; subarc: Page }>({
    // biome-ignore lint/correctness/noEmptyPattern: the test runner reads a fixture's needs from this pattern
    app: async ({}, use) => {
      const workspace = await mkdtemp(join(tmpdir(), 'subarc-e2e-runs-'))
      makeWorkspace(workspace, amounts)
      const app = await startApp(workspace)
      await use(app)
      await app.close()
      await rm(workspace, { recursive: true })
    },
    // Signed in without the first page, which shows images of datasets: these runs have none.
    subarc: async ({ app, page }, use) => {
      await usePage(page, use, async () => {
        await page.context().request.get(app.url)
        await page.goto(new URL('/runs', app.url).href)
      })
    },
  })
