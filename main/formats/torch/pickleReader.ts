import { AppError } from '../../domain/errors.ts'

/** A cursor over the bytes of a pickle; every read is checked against the end. */
export class PickleReader {
  private readonly bytes: Buffer
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get position(): number {
    return this.at
  }

  /** An unsigned integer of 1, 2, 4 or 8 bytes. */
  unsigned(size: 1 | 2 | 4 | 8): number {
    const bytes = this.take(size)
    if (size < 8) return bytes.readUIntLE(0, size)
    const value = bytes.readBigUInt64LE(0)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damagedPickle('a length is impossible')
    return Number(value)
  }

  int32(): number {
    return this.take(4).readInt32LE(0)
  }

  /** BINFLOAT is big-endian, unlike all else. */
  float64(): number {
    return this.take(8).readDoubleBE(0)
  }

  /** A two's complement integer of `size` bytes; beyond 2^53 it is rounded, which no field of a tensor survives. */
  long(size: number): number {
    const hex = Buffer.from(this.take(size)).reverse().toString('hex')
    return hex === '' ? 0 : Number(BigInt.asIntN(size * 8, BigInt(`0x${hex}`)))
  }

  text(size: number): string {
    return this.take(size).toString('utf8')
  }

  bytesOf(size: number): Uint8Array {
    return this.take(size)
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at)
    if (end < 0) throw damagedPickle('it is cut short')
    const text = this.bytes.toString('utf8', this.at, end)
    this.at = end + 1
    return text
  }

  private take(size: number): Buffer {
    if (size > this.bytes.length - this.at) throw damagedPickle('it is cut short')
    this.at += size
    return this.bytes.subarray(this.at - size, this.at)
  }
}

export function damagedPickle(what: string): AppError {
  return new AppError(
    'bad-input',
    `The PyTorch file is damaged: in its list of tensors, ${what}. Copy or save it again.`,
  )
}
