import { AppError } from '../../../domain/errors.ts'
import { damaged } from './damaged.ts'

/** How RICE_1 was set up: the size of a pixel and how many pixels share one coding. */
export interface RiceParameters {
  readonly bytesPerPixel: 1 | 2 | 4
  readonly blockSize: number
}

/** Bits of the field that tells how a block is coded, and the value of it that means "differences in full". */
const BLOCK_CODES = { 1: { bits: 3, full: 7 }, 2: { bits: 4, full: 15 }, 4: { bits: 5, full: 26 } } as const

/** Positions are counted in bits, in 32-bit integers. */
const MAX_BYTES = 2 ** 27

/** The most pixels that one byte can stand for: a block without differences takes only its code. */
export function ricePixelsPerByte({ bytesPerPixel, blockSize }: RiceParameters): number {
  return Math.ceil((8 * blockSize) / BLOCK_CODES[bytesPerPixel].bits)
}

/**
 * Decodes RICE_1 (FITS standard 4.0, section 10.4.1; Rice, Yeh and Miller 1993): the first pixel in full, then blocks
 * of differences between neighbours, folded to non-negative numbers, each as a unary upper part and a binary lower part
 * whose width the block's code gives.
 *
 * @returns `count` pixels, of one byte unsigned, else signed
 * @throws AppError `bad-input` where the data end before the pixels do
 */
export function decodeRice(bytes: Uint8Array, count: number, parameters: RiceParameters): Int32Array {
  const { bytesPerPixel, blockSize } = parameters
  if (bytes.length < bytesPerPixel) throw damaged(`RICE_1 data of ${bytes.length} bytes hold no first pixel`)
  if (bytes.length > MAX_BYTES)
    throw new AppError(
      'unsupported',
      `A RICE_1 tile of ${bytes.length} bytes is too large. Compress it in smaller tiles.`,
    )
  const words = bigEndianWords(bytes)
  const pixels = new Int32Array(count)
  const { bits: codeBits, full } = BLOCK_CODES[bytesPerPixel]
  const pixelBits = 8 * bytesPerPixel
  const unused = 32 - pixelBits
  const end = 8 * bytes.length
  let last = words[0] >> unused
  let bit = pixelBits
  for (let start = 0; start < count; start += blockSize) {
    const stop = Math.min(start + blockSize, count)
    const code = windowAt(words, bit) >>> (32 - codeBits)
    bit += codeBits
    if (code === 0) {
      pixels.fill(last, start, stop)
    } else if (code === full) {
      for (let i = start; i < stop; i++, bit += pixelBits) {
        const folded = windowAt(words, bit) >>> unused
        last = (last + unfold(folded)) | 0
        pixels[i] = last
      }
    } else {
      const lowBits = code - 1
      for (let i = start; i < stop; i++) {
        const window = windowAt(words, bit)
        let zeros = Math.clz32(window)
        let folded: number
        if (zeros + lowBits < 32) {
          // The 1 that ends the unary part stands in front of the lower part and counts as one more of the upper.
          folded = ((zeros - 1) << lowBits) + ((window << zeros) >>> (31 - lowBits))
        } else {
          zeros = zerosFrom(words, bit, end)
          const low = lowBits === 0 ? 0 : windowAt(words, bit + zeros + 1) >>> (32 - lowBits)
          folded = (zeros << lowBits) | low
        }
        bit += zeros + 1 + lowBits
        last = (last + unfold(folded)) | 0
        pixels[i] = last
      }
    }
    if (bit > end) throw cutShort(stop, count)
  }
  return unused === 0 ? pixels : narrowed(pixels, bytesPerPixel)
}

/** 32 bits from position `bit` on, most significant first. */
function windowAt(words: Int32Array, bit: number): number {
  const word = bit >> 5
  const shift = bit & 31
  return (words[word] << shift) | ((words[word + 1] >>> 1) >>> (31 - shift))
}

/** How many zeros follow from position `bit` on; no more are counted than there are bits. */
function zerosFrom(words: Int32Array, bit: number, end: number): number {
  let zeros = 0
  while (bit + zeros < end) {
    const window = windowAt(words, bit + zeros)
    if (window !== 0) return zeros + Math.clz32(window)
    zeros += 32
  }
  return zeros
}

/** 0, 1, 2, 3, 4... stand for 0, -1, 1, -2, 2... */
function unfold(folded: number): number {
  return (folded >>> 1) ^ -(folded & 1)
}

/** The bytes as big-endian words, with words of zeros behind them so that no window reads outside. */
function bigEndianWords(bytes: Uint8Array): Int32Array {
  const buffer = Buffer.alloc(4 * (Math.ceil(bytes.length / 4) + 2))
  buffer.set(bytes)
  buffer.swap32()
  return new Int32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4)
}

/** Sums are kept in 32 bits; what does not fit a narrower pixel wraps around, as in the encoder. */
function narrowed(pixels: Int32Array, bytesPerPixel: 1 | 2 | 4): Int32Array {
  for (let i = 0; i < pixels.length; i++) pixels[i] = bytesPerPixel === 1 ? pixels[i] & 0xff : (pixels[i] << 16) >> 16
  return pixels
}

function cutShort(pixel: number, count: number): AppError {
  return damaged(`The RICE_1 data end before pixel ${pixel} of ${count}`)
}
