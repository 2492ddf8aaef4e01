import { ByteSink } from './byteSink.ts'
import { damagedPack } from './packErrors.ts'

/** Magic number 1F 9D and a byte of options. */
const HEADER_BYTES = 3
const LEAST_BITS = 9
const MOST_BITS = 16

/** In block mode this code empties the dictionary. */
const CLEAR = 256

/**
 * Unpacks a file of `compress` (.Z): Lempel, Ziv and Welch's codes of 9 up to at most 16 bits, lowest bit first (Welch
 * 1984; compress 4.0). Codes are written eight at a time, so that where their width changes or the dictionary is emptied
 * the rest of the eight is skipped.
 *
 * @throws AppError `bad-input` where it is damaged, `unsupported` where it unpacks to more than `limit` bytes
 */
export function unpackLzw(bytes: Uint8Array, limit: number): Uint8Array {
  const maxBits = bytes[2] & 0x1f
  const blockMode = (bytes[2] & 0x80) !== 0
  if (bytes.length < HEADER_BYTES || maxBits < LEAST_BITS || maxBits > MOST_BITS)
    throw damaged(`it declares codes of ${maxBits} bits`)
  const codes = new CodeReader(bytes)
  const dictionary = new Dictionary(2 ** maxBits, blockMode)
  const sink = new ByteSink('.Z', limit)
  let previous: number | undefined
  for (let code = codes.next(); code !== undefined; code = codes.next()) {
    if (blockMode && code === CLEAR) {
      codes.restart(LEAST_BITS)
      dictionary.clear()
      previous = undefined
      continue
    }
    if (!dictionary.follow(code, previous, sink))
      throw damaged(`code ${code} at byte ${codes.byte} stands for nothing yet`)
    previous = code
    if (dictionary.next >= 2 ** codes.bits && codes.bits < maxBits) codes.restart(codes.bits + 1)
  }
  return sink.result()
}

/** Strings as the code of all bytes but the last, and the last byte. */
class Dictionary {
  /** The code that the next new string gets. */
  next: number
  private readonly first: number
  private readonly prefix: Uint16Array
  private readonly last: Uint8Array
  private readonly stack: Uint8Array

  constructor(size: number, blockMode: boolean) {
    this.first = blockMode ? CLEAR + 1 : CLEAR
    this.next = this.first
    this.prefix = new Uint16Array(size)
    this.last = new Uint8Array(size)
    this.stack = new Uint8Array(size)
    for (let byte = 0; byte < 256; byte++) this.last[byte] = byte
  }

  clear(): void {
    this.next = this.first
  }

  /**
   * Writes the string of `code` and learns the string of `previous` with its first byte. A code that is only now being
   * learnt stands for the previous string with its own first byte. False where the code means nothing.
   */
  follow(code: number, previous: number | undefined, sink: ByteSink): boolean {
    const learning = code === this.next && previous !== undefined
    if (code >= this.next && !learning) return false
    if (code < 256 && previous === undefined) {
      sink.push(code)
      return true
    }
    if (previous === undefined) return false
    let length = 0
    let at = learning ? previous : code
    for (; at >= 256; at = this.prefix[at]) this.stack[length++] = this.last[at]
    sink.push(at)
    while (length > 0) sink.push(this.stack[--length])
    if (learning) sink.push(at)
    if (this.next < this.prefix.length) {
      this.prefix[this.next] = previous
      this.last[this.next] = at
      this.next += 1
    }
    return true
  }
}

/** Codes of a width that changes. */
class CodeReader {
  bits = LEAST_BITS
  private readonly bytes: Uint8Array
  /** Where the codes of the present width began, in bytes, and how many of them were read. */
  private start = HEADER_BYTES
  private count = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Where the next code begins. */
  get byte(): number {
    return this.start + Math.floor((this.count * this.bits) / 8)
  }

  /** The next code, or undefined where the bytes end. */
  next(): number | undefined {
    const bit = this.count * this.bits
    const byte = this.start + Math.floor(bit / 8)
    if (this.start * 8 + bit + this.bits > this.bytes.length * 8) return undefined
    this.count += 1
    const word = this.bytes[byte] | (this.bytes[byte + 1] << 8) | ((this.bytes[byte + 2] ?? 0) << 16)
    return (word >> (bit % 8)) & (2 ** this.bits - 1)
  }

  /** Skips what is left of eight codes of the old width, which take `bits` bytes. */
  restart(bits: number): void {
    this.start += Math.ceil(this.count / 8) * this.bits
    this.count = 0
    this.bits = bits
  }
}

function damaged(reason: string) {
  return damagedPack('.Z', reason)
}
