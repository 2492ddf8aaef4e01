import { createHash } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import type { FloatImage } from '../../domain/image.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { writeNpy } from '../../formats/npy.ts'
import type { SimulationConfig } from '../../lensing/config.ts'
import { simulatePair } from '../../lensing/simulate.ts'
import { described, type ReadImage, type ReadSample } from '../datasets/readSample.ts'

export interface SimulationRequest {
  readonly config: SimulationConfig
  readonly index: number
  readonly lrFile: string
  readonly hrFile: string
}

/** Task: one simulated pair, written to its files. The same for a seed and index, whatever was made before. */
export async function simulateSample({ config, index, lrFile, hrFile }: SimulationRequest): Promise<ReadSample> {
  const { lr, hr } = simulatePair(config, index)
  return {
    lr: await written(lr, lrFile),
    hr: await written(hr, hrFile),
    // Both are images of one scene on one grid.
    offset: { dx: 0, dy: 0, confidence: 1 },
  }
}

/** Not synced one by one: a dataset is recorded only after all of its files are there. */
async function written(image: FloatImage, path: string): Promise<ReadImage> {
  const bytes = writeNpy({ shape: [1, image.height, image.width], data: image.data })
  try {
    await writeFile(path, bytes)
    const { mtimeMs } = await stat(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return described(image, { path, bytes: bytes.length, modifiedMillis: mtimeMs, sha256 })
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

/** Task: one pair to be looked at, with what was drawn for it. */
export function previewPair({ config, index }: { config: SimulationConfig; index: number }): {
  lr: FloatImage
  hr: FloatImage
  truth: Record<string, number>
} {
  const { lr, hr, truth } = simulatePair(config, index)
  return { lr, hr, truth: { ...truth.parameters, peakSignalToNoise: truth.peakSignalToNoise } }
}
