import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../../../main/domain/stats.ts'
import type { DeviceId } from '../../../main/engine/devices/device.ts'
import { noiseBatch } from '../../../main/engine/estimate.ts'
import { launchEngine } from '../../../main/engine/launch.ts'
import type { EngineEvent, ImageStack, TrainJob } from '../../../main/engine/port.ts'
import { writeNpy } from '../../../main/formats/npy.ts'
import { resnet, type Study, titleOf } from '../networks.ts'
import type { Peer } from '../peer.ts'

/** Seconds a step in a run beside the same step by the runtime alone. */
export interface LoopRow {
  readonly what: string
  readonly bare: number
  readonly run: number
  /** Median of the rounds' own ratios. */
  readonly ratio: number
  readonly rounds: number
}

const BATCH = 10
const IMAGES = 40
/** A small network's steps are so short that what stands around them shows. */
const SMALL = { blocks: 2, channels: 16 }
/** Enough steps that events, ten a second at most, mark them well. */
const STEPS = 8
const SMALL_STEPS = 120

/** @param bare a peer of the same device and threads */
export async function measureLoop(
  bare: Peer,
  study: Study,
  device: DeviceId,
  threads: number,
  rounds: number,
): Promise<LoopRow[]> {
  const cases = [
    { size: study, steps: STEPS },
    { size: { ...study, ...SMALL }, steps: SMALL_STEPS },
  ]
  const rows: LoopRow[] = []
  for (const { size, steps } of cases) {
    const found: { bare: number; run: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const step = {
        kind: 'bare',
        network: size,
        batch: BATCH,
        pixels: size.pixels,
        warmups: 2,
        repeats: steps,
      } as const
      const { seconds } = await bare.measure(step)
      found.push({ bare: median(seconds), run: await secondsOfARunsStep(size, device, threads, steps) })
    }
    rows.push({
      what: `${titleOf(size)}, batch ${BATCH}`,
      bare: median(found.map(times => times.bare)),
      run: median(found.map(times => times.run)),
      ratio: median(found.map(times => times.run / times.bare)),
      rounds,
    })
  }
  return rows
}

export const loopTable = (rows: readonly LoopRow[]): string =>
  [
    'seconds a step: in a run, by the runtime alone, ratio',
    ...rows.map(({ what, bare, run, ratio }) => `${what}: ${run.toFixed(4)}, ${bare.toFixed(4)}, ${ratio.toFixed(3)}`),
  ].join('\n')

/** A training as the product runs it, in an engine of its own: images from files, symmetries, events, the guard. */
async function secondsOfARunsStep(size: Study, device: DeviceId, threads: number, steps: number) {
  const folder = await mkdtemp(join(tmpdir(), 'subarc-bench-'))
  try {
    return await stepSeconds(await trainJob(folder, size, device, threads, steps))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function trainJob(
  folder: string,
  size: Study,
  device: DeviceId,
  threads: number,
  steps: number,
): Promise<TrainJob> {
  const network = resnet(size)
  const { lr, hr } = noiseBatch(network, IMAGES, size.pixels, size.pixels)
  const stack = async (name: string, { count, height, width, data }: typeof lr): Promise<ImageStack> => {
    const file = join(folder, name)
    await writeFile(file, writeNpy({ shape: [count, height, width], data }))
    return { file, count, height, width }
  }
  const stepsAnEpoch = IMAGES / BATCH
  // The first epoch warms up and the last is followed by the checkpoint.
  const epochs = 2 + Math.ceil(steps / stepsAnEpoch)
  return {
    kind: 'train',
    device,
    threads,
    network: { ...network },
    data: {
      lr: await stack('lr.npy', lr),
      hr: await stack('hr.npy', hr),
      train: Array.from({ length: IMAGES }, (_, i) => i),
      validation: [],
      scaling: { kind: 'none' },
      fluxFactor: 1,
      peak: 1,
      preview: [],
    },
    settings: {
      epochs,
      batchSize: BATCH,
      learningRate: 1e-5,
      schedule: { kind: 'constant' },
      loss: 'mse',
      augmentSymmetries: true,
      validateEveryEpochs: epochs,
      checkpointEverySeconds: 1e6,
      seed: 1,
    },
    folder,
    resume: false,
    provenance: {},
  }
}

/** From the end of the first epoch to the last step. */
function stepSeconds(job: TrainJob): Promise<number> {
  const engine = launchEngine()
  const marks: { step: number; at: number }[] = []
  let failure: string | undefined
  engine.onEvent((event: EngineEvent) => {
    if (event.type === 'step') marks.push({ step: event.step, at: performance.now() })
    if (event.type === 'failed') failure = event.message
  })
  return new Promise((resolve, reject) => {
    engine.onExit(exit => {
      const first = marks.find(({ step }) => step >= IMAGES / BATCH)
      const last = marks.at(-1)
      if (failure === undefined && first && last && last.step > first.step) {
        resolve((last.at - first.at) / 1000 / (last.step - first.step))
      } else reject(new Error(`The engine's run could not be measured: ${failure ?? JSON.stringify(exit)}`))
    })
    engine.send({ type: 'start', job })
  })
}
