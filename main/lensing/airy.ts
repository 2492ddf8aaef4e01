import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'

/** A round telescope whose middle is hidden by a share of its diameter. */
export interface Aperture {
  readonly wavelengthNm: number
  readonly diameterM: number
  /** Diameter of the hidden middle over that of the mirror, 0 to below 1. */
  readonly obscuration: number
}

const arcsecPerRadian = (180 * 3600) / Math.PI

/** How far the pattern is followed, in lambda / D: its eighth dark ring and 97 % of the light. */
const reachInLambdaOverD = 8.25

/**
 * The diffraction pattern of a round aperture, with its middle hidden (Born & Wolf 1999, sec. 8.6.2): I(v) = ((2 J1(v) / v
 * - e^2 2 J1(e v) / (e v)) / (1 - e^2))^2, v = pi D theta / lambda; sampled, of sum 1, an odd square. Throws `bad-input`
 * for impossible apertures and for pixels so small that the pattern would not end.
 */
export function airyPsf(aperture: Aperture, pixelScaleArcsec: number): FloatImage {
  const { wavelengthNm, diameterM, obscuration: e } = aperture
  if (!(wavelengthNm > 0 && diameterM > 0 && e >= 0 && e < 1)) {
    throw new AppError(
      'bad-input',
      'An Airy pattern needs a wavelength, a diameter and an obscuration of 0 to below 1.',
      {
        ...aperture,
      },
    )
  }
  const lambdaOverD = ((wavelengthNm * 1e-9) / diameterM) * arcsecPerRadian
  const reach = Math.ceil((reachInLambdaOverD * lambdaOverD) / pixelScaleArcsec)
  if (!(reach <= 500)) {
    throw new AppError('bad-input', `An Airy pattern of lambda / D = ${lambdaOverD}" is too broad for these pixels.`, {
      ...aperture,
      pixelScaleArcsec,
    })
  }
  const amplitude = (v: number): number => (jinc(v) - (e > 0 ? e * e * jinc(e * v) : 0)) / (1 - e * e)
  const known = new Map<number, number>()
  const side = 2 * reach + 1
  const values = new Float64Array(side * side)
  let sum = 0
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const square = x * x + y * y
      const value = known.get(square) ?? amplitude((Math.PI * Math.sqrt(square) * pixelScaleArcsec) / lambdaOverD) ** 2
      known.set(square, value)
      values[(y + reach) * side + x + reach] = value
      sum += value
    }
  }
  return { width: side, height: side, data: Float32Array.from(values, value => value / sum) }
}

/** 2 J1(v) / v, 1 at 0. */
function jinc(v: number): number {
  return v < 1e-8 ? 1 : (2 * besselJ1(v)) / v
}

/**
 * The Bessel function J1(x) = 1 / pi times the integral of cos(t - x sin t) over half a turn (Abramowitz & Stegun 9.1.21).
 * The integrand is periodic, so that the trapezoidal rule is exact to 1e-13 with a few more steps than |x|.
 */
export function besselJ1(x: number): number {
  const steps = 40 + 2 * Math.ceil(Math.abs(x))
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const t = (2 * Math.PI * (i + 0.5)) / steps
    sum += Math.cos(t - x * Math.sin(t))
  }
  return sum / steps
}
