import type { FloatImage } from './image.ts'
import { bestAffineFit, mse, psnr } from './metrics.ts'
import { gaussianPsf } from './psf.ts'
import { type Interpolation, upsample } from './resample.ts'
import { gaussianDenoise, prepareWiener, richardsonLucySeries, wiener } from './restoration.ts'

/** An LR image and the HR that it should become, `factor` times the pixels a side, at the same flux level. */
export interface ImagePair {
  readonly lr: FloatImage
  readonly hr: FloatImage
}

export type BaselineName = Interpolation | 'bicubic-affine'

/** In the order in which they are shown. */
export const baselineNames: readonly BaselineName[] = ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'bicubic-affine']

/**
 * What a network is always shown beside. `bicubic-affine` is bicubic after the best straight line to the HR of this
 * very image: an oracle, since it looks at the answer, and so the most that flux scale and sky alone could explain.
 */
export function baselineImage(name: BaselineName, pair: ImagePair, factor: number): FloatImage {
  if (name !== 'bicubic-affine') return upsample(pair.lr, factor, name)
  return bestAffineFit(upsample(pair.lr, factor, 'bicubic'), pair.hr).image
}

/** A classical restoration of the LR, upsampled by bicubic after it. */
export type ClassicalMethod =
  | { readonly method: 'wiener'; readonly psf: FloatImage; readonly psfLabel: string; readonly regularisation: number }
  | {
      readonly method: 'richardson-lucy'
      readonly psf: FloatImage
      readonly psfLabel: string
      readonly iterations: number
    }
  | { readonly method: 'gaussian-denoise'; readonly sigmaPixels: number }

/** A PSF on the LR grid to try, with the name that reports show. */
export interface PsfCandidate {
  readonly label: string
  readonly psf: FloatImage
}

/**
 * How flux levels are handled: `fixed` compares values as they are; `affine` fits the best line to each HR first, the
 * same oracle as `bicubic-affine`, for data without common photometry.
 */
export type FluxHandling = 'fixed' | 'affine'

export interface TunedClassical {
  readonly best: ClassicalMethod
  /** Mean PSNR over the tuning pairs, dB. */
  readonly psnr: number
  /** The best of each kind, best first. */
  readonly ranking: readonly { readonly setting: ClassicalMethod; readonly psnr: number }[]
}

const regularisations = [1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1]
const iterationCounts = [2, 4, 7, 12, 20, 35]
const denoiseSigmas = [0, 0.4, 0.6, 0.8, 1, 1.3, 1.7, 2.2]
/** For data of unknown PSF: FWHM in LR pixels from barely sampled to broad seeing. */
const unknownPsfFwhms = [1.5, 2, 2.7, 3.5, 4.5, 6]

/** More pairs than this sharpen the choice no further; the first ones are used. */
const maxTuningPairs = 12

/** Restores and upsamples one LR image. */
export function classicalImage(setting: ClassicalMethod, lr: FloatImage, factor: number): FloatImage {
  if (setting.method === 'wiener') return upsample(wiener(lr, setting.psf, setting.regularisation), factor, 'bicubic')
  if (setting.method === 'gaussian-denoise')
    return upsample(gaussianDenoise(lr, setting.sigmaPixels), factor, 'bicubic')
  return upsample(richardsonLucySeries(lr, setting.psf, [setting.iterations])[0], factor, 'bicubic')
}

/**
 * The classical method and parameters of the highest mean PSNR on the given pairs (of the validation split): a grid
 * search over Wiener, Richardson-Lucy and Gaussian denoising. Where the PSF is not known its width is searched too, as
 * a Gaussian. The pairs' images must be finite and of equal flux level unless `flux` is `affine`.
 */
export function tuneClassical(
  pairs: readonly ImagePair[],
  options: {
    readonly factor: number
    readonly peak: number
    readonly flux?: FluxHandling
    readonly psfs?: readonly PsfCandidate[]
  },
): TunedClassical | undefined {
  const used = pairs.slice(0, maxTuningPairs)
  if (used.length === 0) return undefined
  const psfs = options.psfs?.length ? options.psfs : gaussianCandidates()
  const settings = [...wienerGrid(psfs), ...lucyGrid(psfs), ...denoiseGrid()]
  const totals = new Float64Array(settings.length)
  for (const pair of used) {
    settingImages(settings, pair.lr).forEach((restored, i) => {
      const up = upsample(restored, options.factor, 'bicubic')
      const shown = options.flux === 'affine' ? bestAffineFit(up, pair.hr).image : up
      totals[i] += psnr(mse(shown, pair.hr), options.peak) / used.length
    })
  }
  const scored = settings.map((setting, i) => ({ setting, psnr: totals[i] })).sort((a, b) => b.psnr - a.psnr)
  const kinds = new Map(scored.toReversed().map(entry => [entry.setting.method, entry]))
  const ranking = [...kinds.values()].sort((a, b) => b.psnr - a.psnr)
  return { best: ranking[0].setting, psnr: ranking[0].psnr, ranking }
}

function gaussianCandidates(): PsfCandidate[] {
  return unknownPsfFwhms.map(fwhm => ({ label: `Gaussian, FWHM ${fwhm} px`, psf: gaussianPsf(fwhm) }))
}

function wienerGrid(psfs: readonly PsfCandidate[]): ClassicalMethod[] {
  return psfs.flatMap(({ psf, label }) =>
    regularisations.map(regularisation => ({ method: 'wiener' as const, psf, psfLabel: label, regularisation })),
  )
}

function lucyGrid(psfs: readonly PsfCandidate[]): ClassicalMethod[] {
  return psfs.flatMap(({ psf, label }) =>
    iterationCounts.map(iterations => ({ method: 'richardson-lucy' as const, psf, psfLabel: label, iterations })),
  )
}

function denoiseGrid(): ClassicalMethod[] {
  return denoiseSigmas.map(sigmaPixels => ({ method: 'gaussian-denoise' as const, sigmaPixels }))
}

/** One restored image a setting, in the settings' order; what settings of one PSF share is computed once. */
function settingImages(settings: readonly ClassicalMethod[], lr: FloatImage): FloatImage[] {
  const wieners = new Map<FloatImage, (regularisation: number) => FloatImage>()
  const lucys = new Map<FloatImage, FloatImage[]>()
  return settings.map(setting => {
    if (setting.method === 'gaussian-denoise') return gaussianDenoise(lr, setting.sigmaPixels)
    if (setting.method === 'wiener') {
      const restore = wieners.get(setting.psf) ?? prepareWiener(lr, setting.psf)
      wieners.set(setting.psf, restore)
      return restore(setting.regularisation)
    }
    const series = lucys.get(setting.psf) ?? richardsonLucySeries(lr, setting.psf, iterationCounts)
    lucys.set(setting.psf, series)
    return series[iterationCounts.indexOf(setting.iterations)]
  })
}
