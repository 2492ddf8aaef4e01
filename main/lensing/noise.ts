import type { FloatImage } from '../domain/image.ts'
import type { Random } from '../domain/random.ts'

/** The noise of an exposure; values of the image are counts a second and pixel. */
export interface Noise {
  /** Gaussian, per pixel: sky and read-out. */
  readonly backgroundRms: number
  /** Over which the source's photons are counted; undefined: without shot noise. */
  readonly exposureSeconds?: number | undefined
}

/** The image with Poisson noise of its own counts and Gaussian background; an expectation below zero counts as zero. */
export function addNoise(image: FloatImage, noise: Noise, random: Random): FloatImage {
  const { backgroundRms, exposureSeconds } = noise
  const data = image.data.map(expected => {
    const signal =
      exposureSeconds === undefined
        ? expected
        : random.poisson(Math.max(expected, 0) * exposureSeconds) / exposureSeconds
    return signal + backgroundRms * random.normal()
  })
  return { ...image, data }
}

/** The noise's standard deviation at each pixel of the noiseless image. */
export function noiseSigma(image: FloatImage, noise: Noise): Float32Array {
  const { backgroundRms, exposureSeconds } = noise
  return image.data.map(expected => {
    const shot = exposureSeconds === undefined ? 0 : Math.max(expected, 0) / exposureSeconds
    return Math.sqrt(backgroundRms ** 2 + shot)
  })
}
