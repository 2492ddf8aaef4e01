import { unzipSync } from 'node:zlib'
import { damaged } from './damaged.ts'

/**
 * Inflates one tile (FITS standard 4.0, section 10.4.2), which must come to between 1 and `limit` bytes.
 *
 * @throws AppError `bad-input` for damaged data and for more bytes than the tile can hold
 */
export function inflateTile(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return unzipSync(bytes, { maxOutputLength: limit, chunkSize: Math.min(Math.max(64, limit + 1), 2 ** 20) })
  } catch (error) {
    if (error instanceof RangeError) throw damaged(`The gzip data inflate to more than the ${limit} bytes of the tile`)
    throw damaged(`The gzip data cannot be inflated (${error instanceof Error ? error.message : error})`)
  }
}

/**
 * Undoes the shuffle of GZIP_2: the first bytes of all values stand first, then all second bytes, and so on, in the
 * order of a big-endian number.
 */
export function unshuffled(bytes: Uint8Array, size: number): Uint8Array {
  if (size === 1) return bytes
  const count = bytes.length / size
  const values = new Uint8Array(bytes.length)
  if (size === 4) {
    for (let i = 0, to = 0; i < count; i++, to += 4) {
      values[to] = bytes[i]
      values[to + 1] = bytes[i + count]
      values[to + 2] = bytes[i + 2 * count]
      values[to + 3] = bytes[i + 3 * count]
    }
    return values
  }
  for (let byte = 0; byte < size; byte++)
    for (let i = 0, from = byte * count; i < count; i++) values[i * size + byte] = bytes[from + i]
  return values
}
