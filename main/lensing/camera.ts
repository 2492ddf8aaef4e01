import { convolveSeparable, createConvolver } from '../domain/convolve.ts'
import type { FloatImage } from '../domain/image.ts'
import { centredPsf } from '../domain/measuredPsf.ts'
import { gaussianProfile, moffatPsf } from '../domain/psf.ts'
import { crop } from '../domain/resample.ts'
import { airyPsf } from './airy.ts'
import type { ImageSet } from './images.ts'
import { imageOf } from './images.ts'

/** The point spread function of a camera. */
export type Psf =
  | { readonly kind: 'gaussian'; readonly fwhmArcsec: number }
  | { readonly kind: 'moffat'; readonly fwhmArcsec: number; readonly beta: number }
  | { readonly kind: 'airy'; readonly wavelengthNm: number; readonly diameterM: number; readonly obscuration: number }
  /** A measured one, on the grid of the HR image. */
  | { readonly kind: 'image'; readonly file: string }

/** What stands between the sky and the pixels of an image. */
export interface Camera {
  readonly psf: Psf
  /** AB magnitude of one count a second. */
  readonly zeroPointMag: number
  /** Gaussian noise of one of its pixels, counts a second. */
  readonly backgroundRms: number
  /** For the shot noise of what is seen, 0: none. */
  readonly exposureSeconds: number
}

/** A PSF on a grid of pixels. */
export interface SampledPsf {
  /** Pixels by which it reaches to each side. */
  readonly reach: number
  /** Of an image that is `reach` wider on each side than the result. */
  blur(wide: FloatImage): FloatImage
  /** The PSF as an image of sum 1. */
  kernel(): FloatImage
}

/** Gaussians reach over 2 FWHM (4.7 sigma) to each side. */
const gaussianReach = 2

/**
 * The PSF sampled at pixels of `pixelScaleArcsec`: images hold means over pixels already, so it is not integrated once
 * more. Throws `bad-input` for impossible widths.
 */
export function samplePsf(psf: Psf, pixelScaleArcsec: number, images: ImageSet): SampledPsf {
  if (psf.kind === 'gaussian') return gaussian(psf.fwhmArcsec / pixelScaleArcsec)
  return ofKernel(kernelOf(psf, pixelScaleArcsec, images))
}

function kernelOf(psf: Exclude<Psf, { kind: 'gaussian' }>, pixelScaleArcsec: number, images: ImageSet): FloatImage {
  switch (psf.kind) {
    case 'moffat':
      return moffatPsf(psf.fwhmArcsec / pixelScaleArcsec, psf.beta)
    case 'airy':
      return airyPsf(psf, pixelScaleArcsec)
    case 'image':
      return centredPsf(imageOf(psf.file, images))
  }
}

function gaussian(fwhmPixels: number): SampledPsf {
  const reach = Math.ceil(gaussianReach * fwhmPixels)
  const profile = gaussianProfile(fwhmPixels, 2 * reach + 1)
  return {
    reach,
    blur: wide => inner(convolveSeparable(wide, profile, profile, 'zero'), reach),
    kernel: () => {
      const data = Float32Array.from({ length: profile.length ** 2 }, (_, i) => {
        return profile[i % profile.length] * profile[Math.floor(i / profile.length)]
      })
      return { width: profile.length, height: profile.length, data }
    },
  }
}

function ofKernel(kernel: FloatImage): SampledPsf {
  const reach = (kernel.width - 1) / 2
  return {
    reach,
    blur: wide => {
      const values = createConvolver(kernel, wide.width, wide.height, 'zero')(wide.data)
      return inner({ ...wide, data: Float32Array.from(values) }, reach)
    },
    kernel: () => kernel,
  }
}

/** Without `margin` pixels on each side. */
export function inner(image: FloatImage, margin: number): FloatImage {
  return margin === 0 ? image : crop(image, margin, margin, image.width - 2 * margin, image.height - 2 * margin)
}

/** Counts a second of an AB magnitude. */
export function fluxOfMagnitude(magnitude: number, zeroPointMag: number): number {
  return 10 ** (-0.4 * (magnitude - zeroPointMag))
}
