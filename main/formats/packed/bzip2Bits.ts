import { damagedPack } from './packErrors.ts'

/** Bits of a bzip2 file, the highest of each byte first. */
export class Bzip2Bits {
  private readonly bytes: Uint8Array
  private at = 0
  private word = 0
  private left = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The byte that the next bit stands in. */
  get byte(): number {
    return this.at - Math.ceil(this.left / 8)
  }

  /** The next `count` bits, 0 to 24, as a number. */
  take(count: number): number {
    while (this.left < count) {
      if (this.at >= this.bytes.length) throw damagedPack('bzip2', 'it ends within a block')
      this.word = (this.word << 8) | this.bytes[this.at++]
      this.left += 8
    }
    this.left -= count
    return (this.word >>> this.left) & (2 ** count - 1)
  }

  take32(): number {
    return this.take(16) * 65_536 + this.take(16)
  }

  /** Drops the rest of the current byte; whether there are more. */
  toNextByte(): boolean {
    this.left -= this.left % 8
    return this.byte < this.bytes.length
  }

  /** Whether the bytes from the next one on are `text`. */
  startsWith(text: string): boolean {
    return Buffer.from(this.bytes.subarray(this.byte, this.byte + text.length)).toString('latin1') === text
  }
}
