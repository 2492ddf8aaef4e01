import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { pairMask, scoringProblem, shiftedMask } from '../../domain/mask.ts'
import { shiftImage } from '../../domain/resample.ts'
import type { DatasetRecord } from '../../workspace/datasets.ts'
import type { WorkerPool } from '../pool/pool.ts'
import { inOrder } from './ordered.ts'
import { stackFile } from './pack.ts'
import { planeFile } from './packPlanes.ts'
import { createStack, readFromStack, type StackSize, type StackWriter } from './stack.ts'

/** Pixels that the kernel of `shiftImage` reaches on each side: Lanczos-3's. */
const SHIFT_REACH = 3

/** Task: the image moved by (dx, dy) pixels. */
export function shiftTask({ image, dx, dy }: { image: FloatImage; dx: number; dy: number }): FloatImage {
  return shiftImage(image, dx, dy)
}

/**
 * Writes the HR images shifted back onto the LR by the dataset's median offset, beside the stack of those as they
 * were measured, which stays, and their masks with them. Done once: the offset of a dataset never changes.
 *
 * @throws AppError 'bad-input' where the masks would leave too little of an image to be scored
 */
export async function writeRegistered(
  folder: string,
  { samples, lrSize, hrSize, offset }: Pick<DatasetRecord, 'samples' | 'lrSize' | 'hrSize' | 'offset'>,
  pool: WorkerPool,
): Promise<void> {
  const target = join(folder, stackFile.registered)
  if (hrSize === null || offset === null || existsSync(target)) return
  const [lrMasks, hrMasks] = [join(folder, planeFile.lr.mask), join(folder, planeFile.hr.mask)]
  if (existsSync(hrMasks)) {
    await writeStack(join(folder, planeFile.registeredMask), hrSize, async stack => {
      for (let index = 0; index < samples; index++) {
        const mask = await readFromStack(hrMasks, hrSize, index)
        const shifted = shiftedMask(mask, -offset.dx, -offset.dy, SHIFT_REACH)
        const lr = existsSync(lrMasks) ? (await readFromStack(lrMasks, lrSize, index)).data : null
        checkMask(index, lr && { width: lrSize.width, valid: lr }, shifted, hrSize.width / lrSize.width)
        await stack.append(shifted)
      }
    })
  }
  await writeStack(target, hrSize, stack =>
    inOrder(
      samples,
      pool.size * 3,
      async index => {
        const image = await readFromStack(join(folder, stackFile.hr), hrSize, index)
        return pool.run('shift', { image, dx: -offset.dx, dy: -offset.dy })
      },
      image => stack.append(image),
    ),
  )
}

function checkMask(sample: number, lr: Parameters<typeof pairMask>[0], hr: FloatImage, factor: number): void {
  const problem = scoringProblem(pairMask(lr, hr.data, factor), hr.width)
  if (problem === null) return
  throw new AppError('bad-input', `The images cannot be registered: sample ${sample} would be lost. ${problem}`, {
    sample,
  })
}

async function writeStack(
  target: string,
  size: StackSize,
  write: (stack: StackWriter) => Promise<void>,
): Promise<void> {
  const stack = await createStack(target, size)
  try {
    await write(stack)
    await stack.commit()
  } catch (error) {
    await stack.discard()
    throw error
  }
}
