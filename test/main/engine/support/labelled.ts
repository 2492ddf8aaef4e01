import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '../../../../main/domain/random.ts'
import type { TrainClassifierJob } from '../../../../main/engine/port.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'

/** The smallest side that Resnet_simple takes. */
export const side = 46
export const classes = ['no', 'sphere', 'vort']

/** Noisy arcs: smooth, with two clumps, or with a dark lane; image i is of the class i mod 3. */
export function labelledImages(count: number, seed: number): Float32Array {
  const random = createRandom(seed)
  const data = new Float32Array(count * side * side)
  for (let image = 0; image < count; image++) {
    const turn = 2 * Math.PI * random.uniform()
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const [dx, dy] = [x - (side - 1) / 2, y - (side - 1) / 2]
        const [radius, angle] = [Math.hypot(dx, dy), Math.atan2(dy, dx) - turn]
        const ring = Math.exp(-((radius - 13) ** 2) / 8)
        const near = (centre: number) =>
          Math.exp(-((Math.atan2(Math.sin(angle - centre), Math.cos(angle - centre)) * 6) ** 2))
        const detail = [1, 1 + 2 * (near(0.5) + near(2.5)), 1 - 0.95 * (near(0) + near(Math.PI))][image % 3]
        data[(image * side + y) * side + x] = ring * detail + 0.03 * random.normal()
      }
    }
  }
  return data
}

/** A run of `epochs` epochs on 48 images of three classes, 12 more held out. */
export async function labelledJob(
  folder: string,
  run: string,
  changes: Partial<TrainClassifierJob['settings']> = {},
): Promise<TrainClassifierJob> {
  const count = 60
  const file = join(folder, 'labelled.npy')
  await writeFile(file, writeNpy({ shape: [count, side, side], data: labelledImages(count, 4) }))
  const runFolder = join(folder, run)
  await mkdir(runFolder, { recursive: true })
  return {
    kind: 'train-classifier',
    device: 'onnx:cpu',
    threads: 1,
    classifier: { kind: 'resnet-simple', channels: 4, side, classes: 3, dropout: 0.3 },
    data: {
      images: { file, count, height: side, width: side },
      classes,
      labels: Array.from({ length: count }, (_, i) => i % 3),
      train: Array.from({ length: 48 }, (_, i) => i),
      validation: Array.from({ length: 12 }, (_, i) => 48 + i),
      scaling: { kind: 'per-image', statistic: 'minmax' },
    },
    settings: {
      epochs: 15,
      batchSize: 8,
      learningRate: 3e-3,
      schedule: { kind: 'cosine', warmupSteps: 4, finalFraction: 0.05 },
      augmentation: { symmetries: true, rotation: true, scaling: { low: 0.9, high: 1.1 } },
      validateEveryEpochs: 5,
      checkpointEverySeconds: 3600,
      seed: 3,
      ...changes,
    },
    folder: runFolder,
    resume: false,
    provenance: {},
  }
}
