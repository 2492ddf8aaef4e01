import { AppError } from './errors.ts'

/** How three bands become colours. */
export interface LuptonSettings {
  /** Of each band: red, green, blue. What is black, in the bands' unit. */
  readonly minimum: readonly [number, number, number]
  /** The intensity, above black, up to which the stretch is nearly linear. */
  readonly stretch: number
  /** The softening: how far it bends beyond. */
  readonly q: number
}

/** The fraction of the linear stretch at which the slope is taken. */
export const LUPTON_FRACTION = 0.1

/**
 * A pixel's colour from three bands, each 0 to 1: the mean intensity is stretched by asinh and every band multiplied by
 * the same ratio, so that a colour does not depend on its brightness; bands beyond 1 are scaled down together (Lupton et
 * al. 2004, PASP 116, 133). Equal to astropy's make_lupton_rgb before its rounding to bytes. NaN where a band is.
 * Throws `bad-input` unless stretch and Q are above 0.
 */
export function luptonColor(
  bands: readonly [number, number, number],
  { minimum, stretch, q }: LuptonSettings,
): [number, number, number] {
  if (!(stretch > 0) || !(q > 0)) {
    throw new AppError('bad-input', `A colour composite needs a stretch and a Q above 0, not ${stretch} and ${q}.`)
  }
  const [r, g, b] = bands.map((value, i) => value - minimum[i])
  const intensity = (r + g + b) / 3
  const slope = LUPTON_FRACTION / Math.asinh(LUPTON_FRACTION * q)
  const ratio = intensity <= 0 ? 0 : (Math.asinh((intensity * q) / stretch) * slope) / intensity
  const scaled = [r, g, b].map(value => Math.max(0, value * ratio))
  const top = Math.max(1, ...scaled)
  return [scaled[0] / top, scaled[1] / top, scaled[2] / top]
}
