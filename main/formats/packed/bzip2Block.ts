import type { Bzip2Bits } from './bzip2Bits.ts'
import { damagedPack } from './packErrors.ts'

/** Codes of Huffman's method are 1 to 20 bits long. */
const MOST_CODE_BITS = 20

/** So many symbols share one of the tables. */
const GROUP = 50

/** One Huffman table: codes of each length are consecutive numbers. */
interface CodeTable {
  /** By length: the code behind the last one of that length, or 0 where there is none. */
  readonly limits: Int32Array
  /** By length: what to add to a code for its place among `symbols`. */
  readonly offsets: Int32Array
  readonly symbols: Uint16Array
}

/** Reads one block behind its magic number and checksum: its bytes before runs are expanded. */
export function readBlock(bits: Bzip2Bits, capacity: number): Iterable<number> {
  if (bits.take(1) === 1) throw damagedPack('bzip2', 'a block is randomised, which bzip2 has not written since 1997')
  const origin = bits.take(24)
  const alphabet = usedBytes(bits)
  const { selectors, tables } = readTables(bits, alphabet.length + 2)
  const sorted = readSymbols(bits, alphabet, selectors, tables, capacity)
  if (origin >= sorted.length) throw damagedPack('bzip2', 'a block points outside of itself')
  return unsorted(sorted, origin)
}

/** Which bytes occur: 16 bits say in which ranges of 16, then 16 bits for each of these. */
function usedBytes(bits: Bzip2Bits): number[] {
  const used: number[] = []
  const ranges = bits.take(16)
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue
    const members = bits.take(16)
    for (let i = 0; i < 16; i++) if ((members & (0x8000 >> i)) !== 0) used.push(range * 16 + i)
  }
  if (used.length === 0) throw damagedPack('bzip2', 'a block uses no bytes')
  return used
}

function readTables(bits: Bzip2Bits, symbols: number): { selectors: Uint8Array; tables: CodeTable[] } {
  const count = bits.take(3)
  const groups = bits.take(15)
  if (count < 2 || count > 6 || groups < 1) throw damagedPack('bzip2', 'a block has no Huffman tables')
  const order = Array.from({ length: count }, (_, table) => table)
  const selectors = new Uint8Array(groups)
  for (let group = 0; group < groups; group++) {
    let place = 0
    while (bits.take(1) === 1) {
      place += 1
      if (place >= count) throw damagedPack('bzip2', 'a block selects a table that it does not have')
    }
    selectors[group] = toFront(order, place)
  }
  return { selectors, tables: Array.from({ length: count }, () => codeTable(readLengths(bits, symbols))) }
}

/** Code lengths, each as its difference to the one before. */
function readLengths(bits: Bzip2Bits, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols)
  let length = bits.take(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > MOST_CODE_BITS) throw damagedPack('bzip2', 'a block has codes of no possible length')
      if (bits.take(1) === 0) break
      length += bits.take(1) === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  return lengths
}

function codeTable(lengths: Uint8Array): CodeTable {
  const limits = new Int32Array(MOST_CODE_BITS + 1)
  const offsets = new Int32Array(MOST_CODE_BITS + 1)
  const symbols: number[] = []
  let code = 0
  for (let length = 1; length <= MOST_CODE_BITS; length++) {
    code *= 2
    offsets[length] = symbols.length - code
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) symbols.push(symbol)
    code = symbols.length - offsets[length]
    limits[length] = code
  }
  return { limits, offsets, symbols: Uint16Array.from(symbols) }
}

/** Symbols 0 and 1 are the digits of run lengths of the byte in front, the last one ends the block. */
function readSymbols(
  bits: Bzip2Bits,
  alphabet: readonly number[],
  selectors: Uint8Array,
  tables: readonly CodeTable[],
  capacity: number,
): Uint8Array {
  const bytes = new Uint8Array(capacity)
  const order = [...alphabet]
  const end = alphabet.length + 1
  let length = 0
  let run = 0
  let digit = 1
  for (let count = 0; ; count++) {
    const selector = selectors[Math.floor(count / GROUP)]
    if (selector === undefined) throw damagedPack('bzip2', 'a block does not end where it should')
    const symbol = readSymbol(bits, tables[selector])
    if (symbol < 2) {
      run += digit << symbol
      digit *= 2
      if (run > capacity) throw damagedPack('bzip2', 'a block is longer than it may be')
      continue
    }
    if (length + run + 1 > capacity + (symbol === end ? 1 : 0))
      throw damagedPack('bzip2', 'a block is longer than it may be')
    bytes.fill(order[0], length, length + run)
    length += run
    run = 0
    digit = 1
    if (symbol === end) return bytes.subarray(0, length)
    bytes[length++] = toFront(order, symbol - 1)
  }
}

function readSymbol(bits: Bzip2Bits, { limits, offsets, symbols }: CodeTable): number {
  let code = 0
  for (let length = 1; length <= MOST_CODE_BITS; length++) {
    code = 2 * code + bits.take(1)
    if (code < limits[length]) {
      const place = code + offsets[length]
      if (place >= 0 && place < symbols.length) return symbols[place]
    }
  }
  throw damagedPack('bzip2', 'a block holds a code that stands for nothing')
}

/** Takes out what stands at `place` and puts it in front of the others. */
function toFront(order: number[], place: number): number {
  const [taken] = order.splice(place, 1)
  order.unshift(taken)
  return taken
}

/** Undoes the sort: each byte is followed by the one whose row comes next in the sorted order. */
function* unsorted(sorted: Uint8Array, origin: number): Generator<number> {
  const starts = new Int32Array(257)
  for (const byte of sorted) starts[byte + 1] += 1
  for (let byte = 0; byte < 256; byte++) starts[byte + 1] += starts[byte]
  const next = new Int32Array(sorted.length)
  for (let i = 0; i < sorted.length; i++) next[starts[sorted[i]]++] = i
  for (let i = 0, at = next[origin]; i < sorted.length; i++, at = next[at]) yield sorted[at]
}
