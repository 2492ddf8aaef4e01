import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SubarcClient } from '../../main/contract/client.ts'
import type { Job, JobEvent } from '../../main/contract/jobs.ts'
import type { Simulation } from '../../main/contract/simulate.ts'
import { launchEngine } from '../../main/engine/launch.ts'
import type { EngineLauncher, EngineProcess } from '../../main/engine/port.ts'
import { groundToSpace } from '../../main/lensing/presets.ts'
import { type Core, createCore } from '../../main/services/core.ts'
import { trustDevice } from './trustedDevice.ts'

export interface TestCore extends Core {
  /** Engine processes in the order in which they were started. */
  readonly engines: readonly EngineProcess[]
}

/**
 * A core over a workspace, with the real engine unless another launcher is given. The CPU device counts as checked:
 * its check has tests of its own, and takes longer than what is tested with it.
 */
export async function openTestCore(
  workspacePath: string,
  launch: EngineLauncher = launchEngine,
  availableMemory?: () => number,
): Promise<TestCore> {
  const engines: EngineProcess[] = []
  trustDevice(workspacePath)
  const core = await createCore({
    workspacePath,
    host: 'cli',
    version: '1.2.3',
    availableMemory,
    launchEngine: () => {
      const engine = launch()
      engines.push(engine)
      return engine
    },
  })
  return { ...core, engines }
}

/** A new folder, and what removes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'subarc-training-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Lenses on so few pixels that a network trains on them in a blink. */
export const smallLenses: Simulation = {
  ...groundToSpace,
  hrPixels: 32,
  hrPixelScaleArcsec: 0.16,
  subsampling: 1,
  deflectors: [
    { kind: 'sie', einsteinRadiusArcsec: { min: 1, max: 1.6 }, e1: 0.1, e2: 0, xArcsec: 0, yArcsec: 0 },
    { kind: 'shear', gamma1: 0.03, gamma2: 0 },
  ],
  sources: [
    {
      kind: 'sersic',
      magnitude: 22.74,
      radiusArcsec: 0.4,
      index: 1,
      e1: 0,
      e2: 0.1,
      xArcsec: { min: -0.3, max: 0.3 },
      yArcsec: { min: -0.3, max: 0.3 },
    },
  ],
  lr: {
    psf: { kind: 'gaussian', fwhmArcsec: 0.8 },
    zeroPointMag: 25,
    backgroundRms: 0.01,
    exposureSeconds: 1000,
  },
  hr: { psf: { kind: 'gaussian', fwhmArcsec: 0.3 }, zeroPointMag: 25, backgroundRms: 0, exposureSeconds: 0 },
}

/** A network of a few hundred weights. */
export const tinyTraining = {
  device: 'onnx:cpu',
  network: { blocks: 1, channels: 4 },
  settings: { epochs: 3, batchSize: 4, validateEveryEpochs: 1, checkpointEverySeconds: 1 },
} as const

export async function simulateLenses(client: SubarcClient, count: number): Promise<string> {
  const { job, datasetId } = await client.simulate.start({
    name: 'Small lenses',
    simulation: smallLenses,
    count,
    seed: 1,
  })
  await endOf(client, job)
  return datasetId
}

/** The job's last state; a failure is thrown, since no test goes on from one unless it asks for `settled`. */
export async function endOf(client: SubarcClient, job: Job): Promise<Job> {
  const ended = await settled(client, job)
  if (ended.status !== 'done') throw new Error(`${ended.title} is ${ended.status}: ${ended.error?.message ?? ''}`)
  return ended
}

export async function settled(client: SubarcClient, job: Job): Promise<Job> {
  for await (const _ of await client.jobs.events({ id: job.id }));
  return client.jobs.get({ id: job.id })
}

/** The first event that `wanted` accepts; undefined where the job ended without one. */
export async function eventOf(
  client: SubarcClient,
  job: Job,
  wanted: (event: JobEvent) => boolean,
): Promise<JobEvent | undefined> {
  for await (const event of await client.jobs.events({ id: job.id })) if (wanted(event)) return event
  return undefined
}
