import { tooLarge } from './packErrors.ts'

/** Bytes that are written one after the other, in memory that grows with them up to a limit. */
export class ByteSink {
  private readonly format: string
  private readonly limit: number
  private bytes = new Uint8Array(65_536)
  private length = 0

  /** @param format what the error calls the file when it grows over `limit` bytes */
  constructor(format: string, limit: number) {
    this.format = format
    this.limit = limit
  }

  get size(): number {
    return this.length
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1)
    this.bytes[this.length++] = byte
  }

  /** `count` times the same byte. */
  repeat(byte: number, count: number): void {
    this.reserve(count)
    this.bytes.fill(byte, this.length, this.length + count)
    this.length += count
  }

  /** The bytes written so far, as a view. */
  result(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  private reserve(count: number): void {
    const needed = this.length + count
    if (needed > this.limit) throw tooLarge(this.format, this.limit)
    if (needed <= this.bytes.length) return
    const grown = new Uint8Array(Math.min(this.limit, Math.max(needed, 2 * this.bytes.length)))
    grown.set(this.bytes)
    this.bytes = grown
  }
}
