import { lostMargin, type Reobservation } from '../../../models/losses/consistency.ts'
import { SSIM_WINDOW } from '../../../models/losses/ssim.ts'
import { type NetworkConfig, networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { imagesFromArray } from '../../formats/imageArray.ts'
import { parseNpy } from '../../formats/npy.ts'
import type { LossAids } from '../lossAids.ts'
import { type LossSpec, lossTerms } from '../lossTerms.ts'
import { classifierNetworks, readModel } from '../modelFile.ts'
import type { DegradationModel, TrainingData } from '../port.ts'

/** What the losses of a job look at, read from its files. */
export async function readAids(
  job: {
    readonly data: TrainingData
    readonly settings: { readonly loss: LossSpec }
    readonly featureWeights?: string
  },
  network: NetworkConfig,
): Promise<LossAids> {
  const { data, settings, featureWeights } = job
  const kinds = new Set(lossTerms(settings.loss).map(term => term.kind))
  if (kinds.size === 0) throw new AppError('bad-input', 'The loss is a sum of nothing.', {})
  checkSsim(kinds.has('ssim'), data)
  const reobservation = kinds.has('consistency')
    ? await readReobservation(data, networkOf(network).magnification(network))
    : undefined
  const features = kinds.has('feature') ? await readFeatures(featureWeights) : undefined
  return {
    ...(features && { features }),
    ...(reobservation && { reobservation }),
    ...(data.scaling.kind === 'asinh' && { asinhScale: data.scaling.scale }),
  }
}

function checkSsim(wanted: boolean, { hr }: TrainingData): void {
  if (!wanted || Math.min(hr.width, hr.height) >= SSIM_WINDOW) return
  const message = `SSIM compares windows of ${SSIM_WINDOW} pixels a side, but the HR images have ${hr.width} x ${hr.height}. Take another loss.`
  throw new AppError('bad-input', message, { width: hr.width, height: hr.height })
}

async function readFeatures(file: string | undefined): Promise<LossAids['features']> {
  if (file === undefined) {
    throw new AppError(
      'bad-input',
      "The loss 'feature' needs a trained classifier. Train one first and choose its run.",
      {},
    )
  }
  const { network: classifier, tensors } = await readModel(file, classifierNetworks)
  return { classifier, tensors }
}

async function readReobservation({ degradation, lr }: TrainingData, factor: number): Promise<Reobservation> {
  if (degradation === undefined) {
    const message =
      "The loss 'consistency' needs the PSFs of LR and HR and the noise of the LR. Give them in the dataset's calibration."
    throw new AppError('bad-input', message, {})
  }
  checkSigma(degradation, lr)
  const kernel = degradation.kernel === null ? null : await readKernel(degradation.kernel)
  const margin = lostMargin({ factor, kernel })
  if (Math.min(lr.width, lr.height) > 2 * margin) return { factor, kernel }
  const message = `The PSF reaches ${margin} LR pixels: of images of ${lr.width} x ${lr.height} nothing is left that it does not fill from outside.`
  throw new AppError('bad-input', message, { margin })
}

function checkSigma({ sigma }: DegradationModel, lr: TrainingData['lr']): void {
  if (typeof sigma === 'number' ? sigma > 0 : (['count', 'height', 'width'] as const).every(k => sigma[k] === lr[k]))
    return
  const message = 'The noise of the LR images is not known: it must be above 0, or a map of the size of each image.'
  throw new AppError('bad-input', message, {})
}

async function readKernel(file: string): Promise<NonNullable<Reobservation['kernel']>> {
  const images = imagesFromArray(
    await withFileSource(file, async source => parseNpy(await source.read(0, source.size))),
  )
  const [{ width, height, data }] = images
  const sum = data.reduce((total, value) => total + value, 0)
  if (images.length === 1 && width === height && width % 2 === 1 && Math.abs(sum - 1) < 1e-3)
    return { side: width, data }
  const message = `The kernel in ${file} must be a square of an odd number of pixels whose sum is 1.`
  throw new AppError('bad-input', message, { width, height, sum })
}
