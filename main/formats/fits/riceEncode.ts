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
    for (const value of folded) {
      bits.writeUnary(value >>> split)
      bits.write(value, split)
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

/** Bits from the highest on, in a buffer that holds the worst case: a raw block is 32 bits a value and its code. */
class BitWriter {
  private readonly bytes: Uint8Array
  private at = 0
  private free = 8

  constructor(values: number) {
    this.bytes = new Uint8Array(5 * values + 64)
  }

  /** The `count` lowest bits of `value`. */
  write(value: number, count: number): void {
    for (let left = count; left > 0; ) {
      const taken = Math.min(left, this.free)
      left -= taken
      this.bytes[this.at] |= ((value >>> left) & (2 ** taken - 1)) << (this.free - taken)
      this.advance(taken)
    }
  }

  /** `zeros` zeros and a one. */
  writeUnary(zeros: number): void {
    const end = this.at * 8 + (8 - this.free) + zeros
    this.at = end >> 3
    this.free = 8 - (end & 7)
    this.write(1, 1)
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.free === 8 ? this.at : this.at + 1)
  }

  private advance(count: number): void {
    this.free -= count
    if (this.free > 0) return
    this.at += 1
    this.free = 8
  }
}
