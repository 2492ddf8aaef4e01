import { type ByteSource, bytesSource } from '../byteSource.ts'
import { MAX_INFLATED_BYTES } from '../limits.ts'
import { unpackBzip2 } from './bzip2.ts'
import { inflateGzip } from './gzip.ts'
import { unpackLzw } from './lzw.ts'
import { tooLarge } from './packErrors.ts'

const UNPACKERS: readonly {
  magic: string
  format: string
  unpack(bytes: Uint8Array, limit: number): Uint8Array | Promise<Uint8Array>
}[] = [
  { magic: '\x1f\x8b', format: 'gzip', unpack: inflateGzip },
  { magic: 'BZh', format: 'bzip2', unpack: unpackBzip2 },
  { magic: '\x1f\x9d', format: '.Z', unpack: unpackLzw },
]

/** Whether a file that begins with these bytes is packed as a whole: gzip, bzip2 or compress (.Z). */
export function isPacked(start: string): boolean {
  return UNPACKERS.some(({ magic }) => start.startsWith(magic))
}

/** A source of the unpacked bytes where the source is packed as a whole, else the source itself. */
export async function unpacked(source: ByteSource, limit = MAX_INFLATED_BYTES): Promise<ByteSource> {
  const start = Buffer.from(await source.read(0, Math.min(3, source.size))).toString('latin1')
  const unpacker = UNPACKERS.find(({ magic }) => start.startsWith(magic))
  if (unpacker === undefined) return source
  if (source.size > limit) throw tooLarge(unpacker.format, limit)
  return bytesSource(await unpacker.unpack(await source.read(0, source.size), limit))
}
