import { join } from 'node:path'
import { AppError, toAppError } from '../../domain/errors.ts'
import { pairMask, scoringProblem } from '../../domain/mask.ts'
import type { ImageStats as FiniteStats } from '../../domain/stats.ts'
import type { SampleRecord } from '../../workspace/datasets.ts'
import type { JobControl } from '../jobs.ts'
import { inOrder } from './ordered.ts'
import { createPlaneWriter } from './packPlanes.ts'
import type { ReadImage, ReadSample } from './readSample.ts'
import { createStack, type StackSize, type StackWriter } from './stack.ts'

export interface PackPlan {
  readonly folder: string
  readonly count: number
  readonly lrSize: StackSize
  readonly hrSize: StackSize | null
  readonly names: readonly string[]
  readonly groups: readonly string[]
  /** How many are made at a time. */
  readonly width: number
  readonly unit: string
  readonly message: string
  make(index: number): Promise<ReadSample>
}

/** A sample in the stacks, and the hash of its pixels. */
export interface Packed {
  readonly record: SampleRecord
  readonly lrPixelHash: string
  readonly hrPixelHash: string | null
  /** Planes that could not be used, and why. */
  readonly notes: readonly string[]
}

export interface PackResult {
  readonly samples: readonly Packed[]
  /** What was left out, with the reason. */
  readonly left: readonly { readonly file: string; readonly reason: string }[]
}

/** Names of the packed images within a dataset's folder. */
export const stackFile = { lr: 'lr.npy', hr: 'hr.npy', registered: 'hr-registered.npy' } as const

/**
 * Reads or makes every sample and writes their images into the dataset's stacks. A sample that cannot be read or used
 * is left out with its reason; what concerns all of them (a full disk, a stop) ends it.
 */
export async function packSamples(plan: PackPlan, control: JobControl): Promise<PackResult> {
  const lrStack = await createStack(join(plan.folder, stackFile.lr), plan.lrSize)
  const hrStack = plan.hrSize && (await createStack(join(plan.folder, stackFile.hr), plan.hrSize))
  const planes = createPlaneWriter(plan)
  const samples: Packed[] = []
  const left: { file: string; reason: string }[] = []
  const report = (done: number): void =>
    control.progress({ done, total: plan.count, unit: plan.unit, message: plan.message })
  report(0)
  try {
    await inOrder(
      plan.count,
      plan.width,
      index => attempt(() => plan.make(index)),
      async (made, index) => {
        control.signal.throwIfAborted()
        const problem = made instanceof AppError ? made.message : unusable(made, plan)
        if (problem !== null) left.push({ file: plan.names[index], reason: problem })
        else if (!(made instanceof AppError)) await append(made, index)
        report(index + 1)
      },
    )
    await lrStack.commit()
    await hrStack?.commit()
    await planes.commit()
    return { samples, left }
  } catch (error) {
    await discardAll(lrStack, hrStack, planes)
    throw error
  }

  async function append({ lr, hr, offset, label = null }: ReadSample, index: number): Promise<void> {
    if (lr === null) return
    await lrStack.append(lr.image)
    if (hr !== null) await hrStack?.append(hr.image)
    const stored = await planes.append(lr, plan.hrSize && hr)
    samples.push({
      notes: [...lr.planes.notes, ...(hr?.planes.notes ?? [])],
      lrPixelHash: lr.pixelHash,
      hrPixelHash: hr?.pixelHash ?? null,
      record: {
        version: 2,
        index: samples.length,
        name: plan.names[index],
        group: plan.groups[index],
        label,
        lr: storedImage(lr),
        hr: hr && storedImage(hr),
        lrStats: storedStats(lr.stats),
        planes: stored,
        fluxRatio: null,
        offset,
      },
    })
  }
}

/** Why the masks of a pair leave too little to train on and to score, or null. */
function maskProblem(lr: ReadImage, hr: ReadImage, factor: number): string | null {
  const lrValid = lr.planes.valid && { width: lr.image.width, valid: lr.planes.valid }
  return scoringProblem(pairMask(lrValid, hr.planes.valid, factor), hr.image.width)
}

/** Failures of a file are results; failures of the disk that is written to, and stops, are not. */
async function attempt(make: () => Promise<ReadSample>): Promise<ReadSample | AppError> {
  try {
    return await make()
  } catch (error) {
    const problem = toAppError(error)
    if (['no-space', 'stopped', 'internal'].includes(problem.code)) throw error
    return problem
  }
}

/** Why a sample cannot stand among the others, or null. */
function unusable({ lr, hr }: ReadSample, { lrSize, hrSize }: PackPlan): string | null {
  const sides = [
    { name: 'LR', image: lr, size: lrSize },
    { name: 'HR', image: hrSize ? hr : null, size: hrSize },
  ]
  for (const { name, image, size } of sides) {
    if (image === null || size === null) continue
    const { width, height } = image.image
    if (width !== size.width || height !== size.height) {
      return `${name} has ${width} x ${height} pixels where the dataset has ${size.width} x ${size.height}. Crop it first.`
    }
    if (image.stats.finite === 0) {
      return image.stats.nonFinite === image.image.data.length
        ? `${name} has no finite pixel: all are NaN or infinite.`
        : `${name} has no pixel that counts: its masks leave none.`
    }
  }
  if (lr === null) return 'It has no LR image.'
  return hr && hrSize ? maskProblem(lr, hr, hrSize.width / lrSize.width) : null
}

function storedImage({ file, plane, choice, stats }: ReadImage): SampleRecord['lr'] {
  return file && { file, plane, choice, stats: storedStats(stats) }
}

function storedStats({ min, max, mean, std, nonFinite, finite }: FiniteStats): SampleRecord['lrStats'] {
  return finite === 0 ? { min: null, max: null, mean: null, std: null, nonFinite } : { min, max, mean, std, nonFinite }
}

async function discardAll(...stacks: (Pick<StackWriter, 'discard'> | null)[]): Promise<void> {
  for (const stack of stacks) await stack?.discard()
}
