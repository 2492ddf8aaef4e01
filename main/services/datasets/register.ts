import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FloatImage } from '../../domain/image.ts'
import { shiftImage } from '../../domain/resample.ts'
import type { DatasetRecord } from '../../workspace/datasets.ts'
import type { WorkerPool } from '../pool/pool.ts'
import { inOrder } from './ordered.ts'
import { stackFile } from './pack.ts'
import { createStack, readFromStack } from './stack.ts'

/** Task: the image moved by (dx, dy) pixels. */
export function shiftTask({ image, dx, dy }: { image: FloatImage; dx: number; dy: number }): FloatImage {
  return shiftImage(image, dx, dy)
}

/**
 * Writes the HR images shifted back onto the LR by the dataset's median offset, beside the stack of those as they
 * were measured, which stays. Done once: the offset of a dataset never changes.
 */
export async function writeRegistered(
  folder: string,
  { samples, hrSize, offset }: Pick<DatasetRecord, 'samples' | 'hrSize' | 'offset'>,
  pool: WorkerPool,
): Promise<void> {
  const target = join(folder, stackFile.registered)
  if (hrSize === null || offset === null || existsSync(target)) return
  const stack = await createStack(target, hrSize)
  try {
    await inOrder(
      samples,
      pool.size * 3,
      async index => {
        const image = await readFromStack(join(folder, stackFile.hr), hrSize, index)
        return pool.run('shift', { image, dx: -offset.dx, dy: -offset.dy })
      },
      image => stack.append(image),
    )
    await stack.commit()
  } catch (error) {
    await stack.discard()
    throw error
  }
}
