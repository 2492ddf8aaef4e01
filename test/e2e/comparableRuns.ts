import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endOf, openTestCore, simulateLenses, tinyTraining } from '../support/trainingCore.ts'
import { type App, test as base, startApp } from './app.ts'

/** Two seeds of one network and another network, trained for a blink on the same simulated lenses, and scored. */
const RUNS = [
  { name: 'small, seed 1', settings: { seed: 1 } },
  { name: 'small, seed 2', settings: { seed: 2 } },
  { name: 'wider', settings: { seed: 1 }, network: { channels: 8 } },
]

export interface Trained {
  readonly app: App
  readonly ids: readonly string[]
}

/** A workspace with real runs; the application that was started on it. */
async function trained(): Promise<Trained & { remove(): Promise<void> }> {
  const workspace = await mkdtemp(join(tmpdir(), 'subarc-e2e-trained-'))
  const core = await openTestCore(workspace)
  const { client } = core
  const datasetId = await simulateLenses(client, 30)
  const ids: string[] = []
  for (const { name, settings, network } of RUNS) {
    const { job, runId } = await client.training.start({
      datasetId,
      name,
      ...tinyTraining,
      network: { ...tinyTraining.network, ...network },
      settings: { ...tinyTraining.settings, ...settings },
    })
    await endOf(client, job)
    await endOf(client, (await client.evaluations.start({ runId })).job)
    ids.push(runId)
  }
  await core.close()
  const app = await startApp(workspace)
  const remove = async () => {
    await app.close()
    await rm(workspace, { recursive: true })
  }
  return { app, ids, remove }
}

/** Tests on one workspace with real runs: they only look, so they share it. */
export const testWithTraining = base.extend<object, { trained: Trained }>({
  trained: [
    // biome-ignore lint/correctness/noEmptyPattern: the test runner reads a fixture's needs from this pattern
    async ({}, use) => {
      const { remove, ...made } = await trained()
      await use(made)
      await remove()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  app: async ({ trained: { app } }, use) => use(app),
})
