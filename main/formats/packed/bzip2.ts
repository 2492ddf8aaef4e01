import { ByteSink } from './byteSink.ts'
import { Bzip2Bits } from './bzip2Bits.ts'
import { readBlock } from './bzip2Block.ts'
import { damagedPack } from './packErrors.ts'

/** The first 48 bits of a block and of the end of a stream: digits of pi and of its square root. */
const BLOCK = 0x314159265359
const END = 0x177245385090

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc
})

/**
 * Unpacks a bzip2 file: one or more streams of blocks, each sorted (Burrows and Wheeler 1994), moved to front, coded by
 * Huffman's method, and checked by a CRC.
 *
 * @throws AppError `bad-input` where it is damaged, `unsupported` where it unpacks to more than `limit` bytes
 */
export function unpackBzip2(bytes: Uint8Array, limit: number): Uint8Array {
  const bits = new Bzip2Bits(bytes)
  const sink = new ByteSink('bzip2', limit)
  do readStream(bits, sink)
  while (bits.toNextByte() && bits.startsWith('BZh'))
  return sink.result()
}

function readStream(bits: Bzip2Bits, sink: ByteSink): void {
  const signature = bits.take(24)
  const level = bits.take(8) - 0x30
  if (signature !== 0x425a68 || level < 1 || level > 9) throw damagedPack('bzip2', 'no stream begins where one should')
  let combined = 0
  for (;;) {
    const magic = bits.take(24) * 2 ** 24 + bits.take(24)
    const expected = bits.take32()
    if (magic === END) {
      if (expected !== combined >>> 0) throw damagedPack('bzip2', 'the checksum of a stream is wrong')
      return
    }
    if (magic !== BLOCK) throw damagedPack('bzip2', `no block begins at byte ${bits.byte}`)
    const before = sink.size
    expandRuns(readBlock(bits, level * 100_000), sink)
    const crc = checksum(sink.result().subarray(before))
    if (crc !== expected) throw damagedPack('bzip2', `the checksum of the block before byte ${bits.byte} is wrong`)
    combined = ((combined << 1) | (combined >>> 31)) ^ crc
  }
}

/** Behind four equal bytes stands how many more of them follow. */
function expandRuns(block: Iterable<number>, sink: ByteSink): void {
  let last = -1
  let run = 0
  for (const byte of block) {
    if (run === 4) {
      sink.repeat(last, byte)
      run = 0
      last = -1
      continue
    }
    run = byte === last ? run + 1 : 1
    last = byte
    sink.push(byte)
  }
}

/** CRC-32 with the polynomial of Ethernet, highest bit first. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ bytes[i]]
  return ~crc >>> 0
}
