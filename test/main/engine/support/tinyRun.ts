import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../../../../main/domain/random.ts'
import type { ImageStack, NetworkRecord, TrainingSettings, TrainJob } from '../../../../main/engine/port.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'

/** Small enough for the slow reference device: a step of four 8x8 images takes some 50 ms. */
export const tinyNetwork: NetworkRecord = {
  kind: 'resnet-sisr',
  blocks: 1,
  channels: 2,
  magnification: 2,
  magnifications: 1,
  outputRelu: false,
}

export const tinySettings: TrainingSettings = {
  epochs: 4,
  batchSize: 4,
  learningRate: 3e-3,
  schedule: { kind: 'cosine', warmupSteps: 2, finalFraction: 0.1 },
  loss: 'mse',
  augmentSymmetries: true,
  validateEveryEpochs: 2,
  checkpointEverySeconds: 3600,
  seed: 11,
}

export async function temporaryFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'subarc-engine-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Writes `count` pairs, LR the 2x2 mean of HR: a blob at a random place on a sky of noise. */
export async function writePairs(
  folder: string,
  count: number,
  lrSide = 8,
): Promise<{ lr: ImageStack; hr: ImageStack }> {
  const random = createRandom(5)
  const side = 2 * lrSide
  const hr = new Float32Array(count * side * side)
  const lr = new Float32Array(count * lrSide * lrSide)
  for (let image = 0; image < count; image++) {
    const [cx, cy] = [side * (0.3 + 0.4 * random.uniform()), side * (0.3 + 0.4 * random.uniform())]
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const value = Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / side) + 0.01 * random.normal()
        hr[(image * side + y) * side + x] = value
        lr[(image * lrSide + (y >> 1)) * lrSide + (x >> 1)] += value / 4
      }
    }
  }
  const stack = async (name: string, data: Float32Array, s: number): Promise<ImageStack> => {
    const file = join(folder, name)
    await writeFile(file, writeNpy({ shape: [count, s, s], data }))
    return { file, count, height: s, width: s }
  }
  return { lr: await stack('lr.npy', lr, lrSide), hr: await stack('hr.npy', hr, side) }
}

/** A run of 12 steps on 12 training pairs (3 steps an epoch, 4 epochs), 2 validation pairs. */
export async function tinyTrainJob(
  folder: string,
  run: string,
  changes: Partial<TrainingSettings> = {},
): Promise<TrainJob> {
  const stacks = await writePairs(folder, 14)
  const runFolder = join(folder, run)
  await mkdir(runFolder, { recursive: true })
  return {
    kind: 'train',
    device: 'reference',
    threads: 1,
    network: tinyNetwork,
    data: {
      ...stacks,
      train: Array.from({ length: 12 }, (_, i) => i),
      validation: [12, 13],
      scaling: { kind: 'per-image', statistic: 'minmax' },
      fluxFactor: 1,
      peak: 1,
      preview: [12],
    },
    settings: { ...tinySettings, ...changes },
    folder: runFolder,
    resume: false,
    provenance: { run: 'tiny' },
  }
}
