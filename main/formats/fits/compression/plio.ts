import { damaged } from './damaged.ts'

/** Instructions of the pixel list, in the upper 4 bits of a word; the lower 12 bits are its number N. */
const ZEROS = 0
const SET_HIGH = 1
const RAISE = 2
const LOWER = 3
const HIGHS = 4
const ZEROS_THEN_HIGH = 5
const RAISE_AND_PUT = 6
const LOWER_AND_PUT = 7

/** The most pixels that one byte can stand for: a word of 2 bytes says how often, up to 4095. */
export const PLIO_PIXELS_PER_BYTE = 2048

/**
 * Decodes PLIO_1 (FITS standard 4.0, section 10.4.3; the pixel lists of IRAF): words of an instruction and a number that
 * lay down runs of zeros and of a "high" value, which other instructions set, raise and lower.
 *
 * @param bytes big-endian 16-bit words, the header included
 * @returns `count` pixels, none negative; those behind the last instruction are 0
 * @throws AppError `bad-input` for runs that leave the tile and instructions that do not exist
 */
export function decodePlio(bytes: Uint8Array, count: number): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pixels = new Int32Array(count)
  const { first, length } = instructions(view)
  let high = 1
  let at = 0
  const put = (zeros: number, highs: number): void => {
    const stop = at + zeros + highs
    if (stop > count) throw damaged(`The PLIO_1 data describe more than the ${count} pixels of the tile`)
    pixels.fill(high, at + zeros, stop)
    at = stop
  }
  for (let word = first; word < length; word++) {
    const code = view.getUint16(2 * word)
    const n = code & 0xfff
    switch (code >> 12) {
      case ZEROS:
        put(n, 0)
        break
      case SET_HIGH:
        word += 1
        if (word >= length) throw damaged('The PLIO_1 data end within an instruction')
        high = view.getUint16(2 * word) * 4096 + n
        break
      case RAISE:
        high += n
        break
      case LOWER:
        high -= n
        break
      case HIGHS:
        put(0, n)
        break
      case ZEROS_THEN_HIGH:
        if (n > 0) put(n - 1, 1)
        break
      case RAISE_AND_PUT:
        high += n
        put(0, 1)
        break
      case LOWER_AND_PUT:
        high -= n
        put(0, 1)
        break
      default:
        throw damaged(`The PLIO_1 data hold the instruction ${code >> 12}, which does not exist`)
    }
  }
  return pixels
}

/**
 * Where the instructions begin and end, in words. The third word says of which kind the header is: positive, it is the
 * list's length itself and the header 3 words long; else the header says its own length and the list's in two words.
 */
function instructions(view: DataView): { first: number; length: number } {
  const words = Math.floor(view.byteLength / 2)
  if (words < 3) throw damaged('The PLIO_1 data are shorter than their header')
  const third = view.getInt16(4)
  if (third <= 0 && words < 5) throw damaged('The PLIO_1 data are shorter than their header')
  const first = third > 0 ? 3 : view.getInt16(2)
  const length = third > 0 ? third : view.getInt16(8) * 32768 + view.getInt16(6)
  if (first < 3 || length < first || length > words)
    throw damaged(`The PLIO_1 header declares ${length} words from word ${first} on; there are ${words}`)
  return { first, length }
}
