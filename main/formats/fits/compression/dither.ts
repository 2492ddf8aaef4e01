/** Names of the standard for how values were rounded to integers (FITS standard 4.0, section 10.2). */
export type DitherMethod = 'NO_DITHER' | 'SUBTRACTIVE_DITHER_1' | 'SUBTRACTIVE_DITHER_2'

const LENGTH = 10_000

let sequence: Float64Array | undefined

/**
 * The random numbers between 0 and 1 that writer and reader share (FITS standard 4.0, appendix I: Park and Miller's
 * generator with seed 1, kept in single precision).
 */
export function ditherSequence(): Float64Array {
  if (sequence !== undefined) return sequence
  const numbers = new Float64Array(LENGTH)
  let seed = 1
  for (let i = 0; i < LENGTH; i++) {
    seed = (seed * 16807) % 2147483647
    numbers[i] = Math.fround(seed / 2147483647)
  }
  sequence = numbers
  return numbers
}

/**
 * A place in the sequence: it starts at an index that tile and ZDITHER0 give, jumps at once to 500 times the number found
 * there, and jumps again, one index on, each time that the sequence ends.
 */
export class DitherCursor {
  private start: number
  at: number

  /** @param tile index of the tile from 0; @param seed ZDITHER0, from 1 to 10000 */
  constructor(tile: number, seed: number) {
    this.start = (((tile + seed - 1) % LENGTH) + LENGTH) % LENGTH
    this.at = Math.floor(ditherSequence()[this.start] * 500)
  }

  /** How many numbers follow from `at` on before the next jump. */
  get run(): number {
    return LENGTH - this.at
  }

  /** Moves past `count` numbers, at most `run` of them. */
  advance(count: number): void {
    this.at += count
    if (this.at < LENGTH) return
    this.start = (this.start + 1) % LENGTH
    this.at = Math.floor(ditherSequence()[this.start] * 500)
  }
}
