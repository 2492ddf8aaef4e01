import { gunzip } from 'node:zlib'
import { AppError } from '../../domain/errors.ts'
import { type ByteSource, bytesSource } from '../byteSource.ts'
import { MAX_DEFLATE_RATIO, MAX_INFLATED_BYTES } from '../limits.ts'

/** A source of the inflated bytes where the source is gzipped as a whole (RFC 1952), else the source itself. */
export async function inflateWhenGzipped(source: ByteSource, limit = MAX_INFLATED_BYTES): Promise<ByteSource> {
  if (source.size < 2) return source
  const magic = await source.read(0, 2)
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return source
  if (source.size > limit) throw tooLarge(limit)
  const compressed = await source.read(0, source.size)
  const maxOutputLength = Math.min(limit, source.size * MAX_DEFLATE_RATIO)
  try {
    return bytesSource(await inflate(compressed, maxOutputLength))
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit)
    throw new AppError(
      'bad-input',
      `The gzip file is damaged or cut short (${error instanceof Error ? error.message : error}). Copy or download it again.`,
      {},
      error,
    )
  }
}

/** Inflates on the thread pool, so that a large file does not hold up everything else. */
function inflate(compressed: Uint8Array, maxOutputLength: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    gunzip(compressed, { maxOutputLength }, (error, inflated) => (error === null ? resolve(inflated) : reject(error)))
  })
}

function tooLarge(limit: number): AppError {
  return new AppError(
    'unsupported',
    `The gzip file inflates to more than ${limit} bytes. Unpack it first and open the file inside.`,
    { limit },
  )
}
