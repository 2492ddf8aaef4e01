import { gunzip } from 'node:zlib'
import { MAX_DEFLATE_RATIO } from '../limits.ts'
import { damagedPack, tooLarge } from './packErrors.ts'

/**
 * Inflates a gzip file (RFC 1952) on the thread pool of Node, so that a large file does not hold up everything else.
 *
 * @throws AppError `bad-input` where it is damaged, `unsupported` where it inflates to more than `limit` bytes
 */
export async function inflateGzip(compressed: Uint8Array, limit: number): Promise<Uint8Array> {
  const maxOutputLength = Math.min(limit, compressed.length * MAX_DEFLATE_RATIO)
  return new Promise((resolve, reject) => {
    gunzip(compressed, { maxOutputLength }, (error, inflated) => {
      if (error === null) resolve(inflated)
      else if (error instanceof RangeError) reject(tooLarge('gzip', limit))
      else reject(damagedPack('gzip', error.message))
    })
  })
}
