import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Amounts, makeWorkspace } from '../bench/manyRuns.ts'
import { type App, test as base, startApp } from './app.ts'

/** The application on a workspace that has runs already. */
export const testWithRuns = (amounts: Amounts) =>
  base.extend<{ app: App }>({
    // biome-ignore lint/correctness/noEmptyPattern: the test runner reads a fixture's needs from this pattern
    app: async ({}, use) => {
      const workspace = await mkdtemp(join(tmpdir(), 'subarc-e2e-runs-'))
      makeWorkspace(workspace, amounts)
      const app = await startApp(workspace)
      // Not by the first page, which shows images of datasets: these runs have none.
      const url = new URL(app.url)
      url.pathname = '/runs'
      await use({ ...app, url: url.href })
      await app.close()
      await rm(workspace, { recursive: true })
    },
  })
