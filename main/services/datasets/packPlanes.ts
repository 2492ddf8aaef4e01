import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FloatImage } from '../../domain/image.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeNpy } from '../../formats/npy.ts'
import type { SampleRecord, StoredSamplePlanes } from '../../workspace/datasets.ts'
import type { ReadImage } from './readSample.ts'
import { createSparseStack, type SparseStackWriter, type StackSize } from './stack.ts'

/** Names of the packed planes beside them, where any sample has one; `mask` is 1 where a pixel counts, else 0. */
export const planeFile = {
  lr: { error: 'lr-error.npy', mask: 'lr-mask.npy' },
  hr: { error: 'hr-error.npy', mask: 'hr-mask.npy' },
  registeredMask: 'hr-mask-registered.npy',
} as const

/** Writes what stands beside the images of a dataset's samples, in their order. */
export interface PlaneWriter {
  append(lr: ReadImage, hr: ReadImage | null): Promise<SampleRecord['planes']>
  commit(): Promise<void>
  discard(): Promise<void>
}

/** Folder of a dataset's PSFs; each is kept once, however many samples it belongs to. */
export const psfFolder = (folder: string): string => join(folder, 'psf')

export function createPlaneWriter({
  folder,
  lrSize,
  hrSize,
}: {
  readonly folder: string
  readonly lrSize: StackSize
  readonly hrSize: StackSize | null
}): PlaneWriter {
  const lr = sideWriter(folder, lrSize, planeFile.lr)
  const hr = hrSize && sideWriter(folder, hrSize, planeFile.hr)
  const stacks = [...lr.stacks, ...(hr?.stacks ?? [])]
  return {
    append: async (lrImage, hrImage) => ({
      lr: await lr.append(lrImage),
      hr: hr && hrImage ? await hr.append(hrImage) : { error: null, masked: 0, maskFrom: [], psf: null },
    }),
    commit: async () => {
      for (const stack of stacks) await stack.commit()
    },
    discard: async () => {
      for (const stack of stacks) await stack.discard()
    },
  }
}

function sideWriter(folder: string, size: StackSize, names: { readonly error: string; readonly mask: string }) {
  const error = createSparseStack(join(folder, names.error), size, Number.NaN)
  const mask = createSparseStack(join(folder, names.mask), size, 1)
  const stacks: readonly SparseStackWriter[] = [error, mask]
  return {
    stacks,
    append: async ({ planes }: ReadImage): Promise<StoredSamplePlanes> => {
      await error.append(planes.error)
      await mask.append(planes.valid && { ...size, data: planes.valid })
      return {
        error: planes.errorFrom,
        masked: planes.valid?.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) ?? 0,
        maskFrom: [...planes.maskFrom],
        psf: planes.psf && planes.psfFrom && { ...planes.psfFrom, name: await writePsf(folder, planes.psf) },
      }
    },
  }
}

async function writePsf(folder: string, { width, height, data }: FloatImage): Promise<string> {
  const bytes = writeNpy({ shape: [height, width], data })
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.npy`
  await mkdir(psfFolder(folder), { recursive: true })
  await writeFileAtomic(join(psfFolder(folder), name), bytes)
  return name
}
