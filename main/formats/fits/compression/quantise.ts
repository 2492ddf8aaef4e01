import type { FloatArray } from '../../scalars.ts'
import { DitherCursor, type DitherMethod, ditherSequence } from './dither.ts'

/** What stands for an exact zero under SUBTRACTIVE_DITHER_2 (FITS standard 4.0, section 10.2.1). */
const EXACT_ZERO = -2147483646

/** How the integers of a tile become floats. */
export interface Quantisation {
  readonly scale: number
  readonly zero: number
  readonly method: DitherMethod
  /** ZDITHER0. */
  readonly seed: number
  /** Index of the tile from 0, which sets where its random numbers start. */
  readonly tile: number
  /** ZBLANK: the integer that stands for NaN. */
  readonly blank: number | undefined
}

/**
 * Undoes the quantisation of a tile (FITS standard 4.0, section 10.2): value = (integer - random + 0.5) x ZSCALE + ZZERO
 * under subtractive dithering, value = integer x ZSCALE + ZZERO without. Computed in double precision, then rounded to
 * the type of `values`.
 */
export function dequantise(integers: Int32Array, values: FloatArray, quantisation: Quantisation): void {
  const { scale, zero, method, blank } = quantisation
  if (method === 'NO_DITHER') {
    for (let i = 0; i < values.length; i++) values[i] = integers[i] * scale + zero
  } else {
    subtractDither(integers, values, quantisation)
    if (method === 'SUBTRACTIVE_DITHER_2')
      for (let i = 0; i < values.length; i++) if (integers[i] === EXACT_ZERO) values[i] = 0
  }
  if (blank === undefined) return
  for (let i = 0; i < values.length; i++) if (integers[i] === blank) values[i] = Number.NaN
}

function subtractDither(integers: Int32Array, values: FloatArray, { scale, zero, tile, seed }: Quantisation): void {
  const random = ditherSequence()
  const cursor = new DitherCursor(tile, seed)
  for (let done = 0; done < values.length; ) {
    const run = Math.min(cursor.run, values.length - done)
    const offset = cursor.at - done
    for (let i = done; i < done + run; i++) values[i] = (integers[i] - random[i + offset] + 0.5) * scale + zero
    cursor.advance(run)
    done += run
  }
}
