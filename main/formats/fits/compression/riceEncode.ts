/** Pixels that share one number of low bits; 32 is what all programs write. */
export const RICE_BLOCK = 32

/** For 32-bit values: bits of the field that says how a block is coded, and the first code that is not a split. */
const CODE_BITS = 5
const RAW_CODE = 26

/**
 * RICE_1 of 32-bit integers (FITS standard 4.0, section 10.4.1; Rice, Yeh & Miller 1993): the first value as it is, then
 * in blocks the differences of neighbours, folded to be positive, each as its low bits and the rest in unary.
 */
export function riceEncode(values: Int32Array): Uint8Array {
  const bits = new BitWriter(values.length)
  bits.write(values[0] ?? 0, 32)
  const folded = new Uint32Array(RICE_BLOCK)
  let last = values[0] ?? 0
  for (let start = 0; start < values.length; start += RICE_BLOCK) {
    const count = Math.min(RICE_BLOCK, values.length - start)
    let sum = 0
    for (let i = 0; i < count; i++) {
      const difference = (values[start + i] - last) | 0
      folded[i] = difference < 0 ? ~(difference << 1) : difference << 1
      last = values[start + i]
      sum += folded[i]
    }
    writeBlock(bits, folded.subarray(0, count), sum)
  }
  return bits.finish()
}

function writeBlock(bits: BitWriter, folded: Uint32Array, sum: number): void {
  const split = splitBits(sum, folded.length)
  if (split + 1 >= RAW_CODE) {
    bits.write(RAW_CODE, CODE_BITS)
    for (const value of folded) bits.write(value, 32)
  } else if (sum === 0) {
    bits.write(0, CODE_BITS)
  } else {
    bits.write(split + 1, CODE_BITS)
    const low = 2 ** split - 1
    for (const value of folded) {
      const zeros = value >>> split
      const length = zeros + 1 + split
      if (length <= MOST_BITS) bits.write((1 << split) | (value & low), length)
      else {
        bits.skip(zeros)
        bits.write(1, 1)
        bits.write(value, split)
      }
    }
  }
}

/** How many low bits to split off: about the logarithm of the mean, rounded so that unary parts stay near one bit. */
function splitBits(sum: number, count: number): number {
  const mean = Math.max(0, (sum - Math.floor(count / 2) - 1) / count)
  let rest = Math.floor(mean / 2)
  let split = 0
  for (; rest > 0; rest = Math.floor(rest / 2)) split += 1
  return split
}

/** The most bits that are written at once: with up to seven that wait, they fit 32. */
const MOST_BITS = 24

/** Bits from the highest on, in a buffer that holds the worst case: a raw block is 32 bits a value and its code. */
class BitWriter {
  private readonly bytes: Uint8Array
  private at = 0
  /** Bits that do not fill a byte yet, and how many there are. */
  private waiting = 0
  private count = 0

  constructor(values: number) {
    this.bytes = new Uint8Array(5 * values + 64)
  }

  /** The `count` lowest bits of `value`, at most 32. */
  write(value: number, count: number): void {
    if (count > MOST_BITS) {
      this.write(value >>> MOST_BITS, count - MOST_BITS)
      this.write(value, MOST_BITS)
      return
    }
    this.waiting = (this.waiting << count) | (value & ((1 << count) - 1))
    this.count += count
    while (this.count >= 8) {
      this.count -= 8
      this.bytes[this.at] = this.waiting >>> this.count
      this.at += 1
    }
    this.waiting &= (1 << this.count) - 1
  }

  /** That many zeros. */
  skip(zeros: number): void {
    let left = zeros
    for (; left > MOST_BITS; left -= MOST_BITS) this.write(0, MOST_BITS)
    this.write(0, left)
  }

  finish(): Uint8Array {
    if (this.count > 0) this.write(0, 8 - this.count)
    return this.bytes.slice(0, this.at)
  }
}
