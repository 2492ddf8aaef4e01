import type { ParallelDecoder } from '../../formats/fits/compression/compressedImage.ts'
import type { WorkerPool } from './pool.ts'

/**
 * Lets the threads of a pool decode the tiles of compressed FITS images: for `readImage` and `readCutout` of large
 * images. One batch more than there are threads is in hand, so that none of them waits for the disk.
 */
export function tileDecoder(pool: WorkerPool): ParallelDecoder {
  return { width: pool.size + 1, decode: batch => pool.run('decodeTiles', batch) }
}
