/**
 * Checksums of FITS standard 4.0, section 4.4.2.7 and appendix J: the 32-bit ones' complement sum of an HDU's big-endian
 * words. DATASUM holds that of the data as a decimal number; CHECKSUM is text that brings that of the whole HDU to -0.
 */

/** The value of CHECKSUM while the sum is taken that it is made from. */
export const NO_CHECKSUM = '0'.repeat(16)

/** A double adds this many 32-bit words exactly. */
const WORDS_A_TURN = 2 ** 20

/** `sum` with the bytes added to it; their number must be a multiple of four, as the blocks of a file are. */
export function addToSum(bytes: Uint8Array, sum = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let total = sum
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 4 * WORDS_A_TURN)
    for (; at < end; at += 4) total += view.getUint32(at)
    total = withCarries(total)
  }
  return withCarries(total)
}

/** The ones' complement sum of two sums. */
export const addSums = (a: number, b: number): number => withCarries(a + b)

/** What overflows 32 bits is added at the low end. */
function withCarries(total: number): number {
  let sum = total
  while (sum > 0xffffffff) sum = (sum % 2 ** 32) + Math.floor(sum / 2 ** 32)
  return sum
}

/** Whether the sum over a whole HDU is a zero: all bits set, or none. */
export const isZeroSum = (sum: number): boolean => sum === 0 || sum === 0xffffffff

/** Punctuation between the digits and letters of ASCII, which the text of a checksum does not use. */
const isPunctuation = (code: number): boolean => (code >= 0x3a && code <= 0x40) || (code >= 0x5b && code <= 0x60)

/**
 * The 16 characters whose own sum, in columns 12 to 27 of a card, is the complement of `sum` less that of sixteen zeros.
 * Each byte becomes four characters, which are moved apart in pairs until none is punctuation.
 */
export function encodeChecksum(sum: number): string {
  const complement = ~sum >>> 0
  const codes = new Uint8Array(16)
  for (let byte = 0; byte < 4; byte++) {
    const value = (complement >>> (24 - 8 * byte)) & 0xff
    const quarter = (value >> 2) + 0x30
    const four = [quarter + (value & 3), quarter, quarter, quarter]
    for (const pair of [0, 2]) {
      while (isPunctuation(four[pair]) || isPunctuation(four[pair + 1])) {
        four[pair] += 1
        four[pair + 1] -= 1
      }
    }
    // The string begins in column 12, one byte off the words: all turns right by one.
    for (let i = 0; i < 4; i++) codes[(4 * i + byte + 1) % 16] = four[i]
  }
  return String.fromCharCode(...codes)
}
