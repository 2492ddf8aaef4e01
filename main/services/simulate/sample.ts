import { createHash } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import type { FloatImage } from '../../domain/image.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { writeNpy } from '../../formats/npy.ts'
import type { SimulationConfig } from '../../lensing/config.ts'
import type { DrawnValues } from '../../lensing/draw.ts'
import type { ImageSet } from '../../lensing/images.ts'
import { pixelPsf } from '../../lensing/pixelPsf.ts'
import { simulateSample as simulate } from '../../lensing/simulate.ts'
import type { StoredFile } from '../../workspace/datasets.ts'
import { described, noPlanes, type ReadImage, type ReadSample, type StoredPlanes } from '../datasets/readSample.ts'
import { statesPsf } from './calibration.ts'

/** What is simulated: the same for a seed and index, whatever was made before and on how many threads. */
interface SimulatedOne {
  readonly config: SimulationConfig
  readonly seed: number
  readonly index: number
  /** Those that the configuration names. */
  readonly images: ImageSet
}

export interface SimulationRequest extends SimulatedOne {
  /** Null where only the HR camera's image is made. */
  readonly lrFile: string | null
  readonly hrFile: string
}

/** Task: one simulated sample, written to its files. A single image is the LR of a dataset without HR. */
export async function simulateSample(request: SimulationRequest): Promise<ReadSample> {
  const { config, seed, index, images, lrFile, hrFile } = request
  const { lr, hr, truth } = simulate(config, seed, index, images)
  const psfOf = (side: 'lr' | 'hr'): FloatImage | undefined => {
    const psf = truth.psfs[side]
    if (psf === null || statesPsf(config)) return undefined
    return pixelPsf(psf, config.hrPixelScaleArcsec * (side === 'lr' ? config.factor : 1))
  }
  if (lr === null || lrFile === null) {
    return { lr: await written(hr, hrFile, psfOf('hr')), hr: null, offset: null, label: truth.label }
  }
  return {
    lr: await written(lr, lrFile, psfOf('lr')),
    hr: await written(hr, hrFile, psfOf('hr')),
    offset: { ...truthOffset(truth.values), confidence: 1 },
    label: truth.label,
  }
}

/** By which the HR was drawn to lie off the LR: both are images of one scene. */
function truthOffset(values: DrawnValues): { dx: number; dy: number } {
  return { dx: values['offset.x'] ?? 0, dy: values['offset.y'] ?? 0 }
}

/** Not synced one by one: a dataset is recorded only after all of its files are there. */
async function written(image: FloatImage, path: string, psf: FloatImage | undefined): Promise<ReadImage> {
  const bytes = writeNpy({ shape: [1, image.height, image.width], data: image.data })
  try {
    await writeFile(path, bytes)
    const { mtimeMs } = await stat(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = { path, bytes: bytes.length, modifiedMillis: mtimeMs, sha256 }
    return described(image, file, withPsf(psf, file))
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

function withPsf(psf: FloatImage | undefined, file: StoredFile): StoredPlanes {
  return psf === undefined ? noPlanes : { ...noPlanes, psf, psfFrom: { file, label: ': as it was simulated' } }
}

/** Task: one sample to be looked at, with what was drawn for it. */
export function previewSample({ config, seed, index, images }: SimulatedOne): {
  lr: FloatImage | null
  hr: FloatImage
  label: string
  truth: Record<string, number>
} {
  const { lr, hr, truth } = simulate(config, seed, index, images)
  const { values, label, pointMasses, peakSignalToNoise } = truth
  const ofSubstructure: Record<string, number> = pointMasses === 0 ? {} : { pointMasses }
  return { lr, hr, label, truth: { ...values, ...ofSubstructure, peakSignalToNoise } }
}
