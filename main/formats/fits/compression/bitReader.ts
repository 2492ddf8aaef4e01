import { damaged } from './damaged.ts'

/** Reads bits, the most significant of each byte first; reading behind the end is an error. */
export class BitReader {
  private readonly bytes: Uint8Array
  private byte: number
  private bits = 0
  private left = 0

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes
    this.byte = start
  }

  /** The next `count` bits, 0 to 16, as a number. */
  take(count: number): number {
    while (this.left < count) {
      if (this.byte >= this.bytes.length) throw damaged('The HCOMPRESS_1 data end before the image does')
      this.bits = ((this.bits & 0xffff) << 8) | this.bytes[this.byte++]
      this.left += 8
    }
    this.left -= count
    return (this.bits >>> this.left) & ((1 << count) - 1)
  }

  /** Drops what is left of the current byte. */
  toNextByte(): void {
    this.left -= this.left % 8
  }
}
