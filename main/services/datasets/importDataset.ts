import { rm } from 'node:fs/promises'
import type { Calibration, ImageSource } from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import type { PlaneRoles } from '../../contract/planes.ts'
import { AppError } from '../../domain/errors.ts'
import { newId } from '../../workspace/ids.ts'
import type { ServiceContext } from '../context.ts'
import type { JobControl } from '../jobs.ts'
import { assembleDataset, type DatasetFrame } from './assemble.ts'
import { expandPlanes, type PlanePair } from './expandPlanes.ts'
import { type PackPlan, packSamples } from './pack.ts'
import { writeDataset } from './places.ts'
import type { Degradation } from './readSample.ts'
import { dividingFactor, type Found, findImages } from './scan.ts'
import { groupsOf } from './split.ts'

export interface ImportRequest {
  readonly source: ImageSource
  readonly name: string
  readonly calibration: Partial<Calibration>
  readonly degradation: Degradation | null
  readonly groupPattern: string | null
  readonly roles: PlaneRoles
  readonly qualityBits: number | null
}

/** The offset is measured in at most so many pairs, evenly chosen: it takes most of an import's time. */
const mostMeasured = 200

/** Samples in the works for each worker thread: enough that none waits, few enough for the memory. */
const samplesPerWorker = 3

/**
 * Starts an import. What can be told from the names and the first headers is told at once; the rest fails the job.
 * Errors: those of the scan; `bad-input` for a scale that does not divide, or a pattern that cannot be used.
 */
export async function startImport(
  context: ServiceContext,
  request: ImportRequest,
): Promise<{ job: Job; datasetId: string }> {
  const found = await findImages(request.source, context, request.roles)
  checkScale(found, request.degradation)
  groupsOf(
    found.pairs.map(pair => pair.name),
    request.groupPattern,
  )
  const datasetId = newId('ds', context.now())
  const job = context.jobs.submit({
    kind: 'import',
    title: `Importing ${request.name}`,
    subjectId: datasetId,
    lane: 'light',
    run: control => importDataset(context, request, found, datasetId, control),
  })
  return { job, datasetId }
}

async function importDataset(
  context: ServiceContext,
  request: ImportRequest,
  found: Found,
  id: string,
  control: JobControl,
): Promise<void> {
  const folder = context.workspace.folder('datasets', id)
  try {
    const { pairs, unreadable } = await expandPlanes(
      context.pool,
      found.pairs,
      { companions: found.companions, roles: request.roles },
      control,
    )
    if (pairs.length === 0) throw nothingReadable(unreadable)
    const { plan, factor } = planImport(context, request, pairs, folder)
    const packed = await packSamples(plan, control)
    if (packed.samples.length === 0) throw nothingReadable(packed.left)
    const frame = frameOf(context, request, found, id, factor)
    const withUnread = { ...frame, unpaired: [...frame.unpaired, ...unreadable] }
    const { dataset, samples } = assembleDataset(withUnread, plan, packed)
    writeDataset(context.workspace, dataset, samples)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function planImport(
  context: ServiceContext,
  { degradation, calibration, groupPattern, qualityBits }: ImportRequest,
  pairs: readonly PlanePair[],
  folder: string,
): { plan: PackPlan; factor: number | null } {
  const lrProbe = commonSize(pairs.flatMap(pair => pair.lr?.size ?? []))
  const hrProbe = commonSize(pairs.flatMap(pair => pair.hr?.size ?? []))
  const makesLr = lrProbe === null && degradation !== null
  // Images of one side alone, without a recipe to make the other, are there to be super-resolved.
  const onlyLr = hrProbe === null || (lrProbe === null && degradation === null)
  const lrSize = lrProbe ?? (makesLr && hrProbe ? smaller(hrProbe, degradation.factor) : hrProbe)
  if (lrSize === null) throw new AppError('bad-input', 'There is no image to import.')
  const hrSize = onlyLr ? null : hrProbe
  const factor = hrSize && requireFactor(lrSize, hrSize)
  const names = pairs.map(pair => pair.name)
  const measureEvery = Math.ceil(pairs.length / mostMeasured)
  const plan: PackPlan = {
    folder,
    count: pairs.length,
    lrSize,
    hrSize,
    names,
    groups: groupsOf(names, groupPattern),
    width: context.pool.size * samplesPerWorker,
    unit: 'images',
    message: 'Reading and measuring images',
    make: index => {
      const { lr, hr } = pairs[index]
      const bin = calibration.fluxConvention === 'sum' ? 'sum' : 'mean'
      return context.pool.run('readSample', {
        index,
        lr: lr ?? (onlyLr ? hr : null),
        hr: onlyLr ? null : hr,
        factor,
        qualityBits,
        measure: index % measureEvery === 0,
        degradation: makesLr ? { ...degradation, bin } : null,
      })
    },
  }
  return { plan, factor }
}

function frameOf(
  context: ServiceContext,
  { name, calibration, degradation, groupPattern, qualityBits }: ImportRequest,
  found: Found,
  id: string,
  factor: number | null,
): DatasetFrame {
  const oneSided = found.layout === 'hr-only' || found.layout === 'lr-only'
  const made = oneSided && found.lr === null && degradation !== null
  const hrScale = found.hr?.pixelScaleArcsec ?? null
  const lrScale =
    found.lr?.pixelScaleArcsec ?? (hrScale === null ? null : hrScale * (made ? degradation.factor : (factor ?? 1)))
  const pixelScaleArcsec = calibration.pixelScaleArcsec ?? lrScale
  return {
    id,
    name,
    kind: 'imported',
    createdAt: context.now().toISOString(),
    source: found.source.title,
    layout: !oneSided ? found.layout : made ? 'hr-only' : 'lr-only',
    unpaired: [...found.unpaired],
    groupPattern,
    kinds: [...found.kinds],
    qualityBits,
    degradation: made ? { ...degradation } : null,
    simulation: null,
    factor,
    calibration: {
      ...(made && madeCalibration(degradation, pixelScaleArcsec, calibration)),
      ...calibration,
      pixelScaleArcsec,
      unit: calibration.unit ?? found.lr?.unit ?? found.hr?.unit ?? null,
    },
  }
}

/** What is known of an LR image because it was made here. */
function madeCalibration(
  { factor, hrPsfFwhmPixels, lrPsfFwhmPixels, noiseSigma }: Degradation,
  lrPixelScale: number | null,
  { fluxConvention }: Partial<Calibration>,
): Partial<Calibration> {
  const arcsec = (pixels: number): number | null =>
    lrPixelScale === null || pixels === 0 ? null : (pixels * lrPixelScale) / factor
  return {
    fluxConvention: fluxConvention === 'sum' ? 'sum' : 'mean',
    lrPsfFwhmArcsec: arcsec(lrPsfFwhmPixels),
    hrPsfFwhmArcsec: arcsec(hrPsfFwhmPixels),
    lrNoiseSigma: noiseSigma === 0 ? null : noiseSigma,
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The size that most have; null for none. */
function commonSize(sizes: readonly Size[]): Size | null {
  const counts = new Map<string, { size: Size; count: number }>()
  for (const size of sizes) {
    const key = `${size.width}x${size.height}`
    counts.set(key, { size, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.size ?? null
}

function smaller({ width, height }: Size, factor: number): Size {
  if (width % factor !== 0 || height % factor !== 0) {
    throw new AppError(
      'bad-input',
      `HR images of ${width} x ${height} pixels cannot be binned by ${factor}: both sides must be multiples of it. Crop them first, or choose another factor.`,
      { width, height, factor },
    )
  }
  return { width: width / factor, height: height / factor }
}

function requireFactor(lr: Size, hr: Size): number {
  const factor = dividingFactor(lr, hr)
  if (factor !== null) return factor
  throw new AppError(
    'bad-input',
    `HR images of ${hr.width} x ${hr.height} pixels are no whole multiple of LR images of ${lr.width} x ${lr.height}. Crop or resample one of them, so that an LR pixel is 2, 3, 4 ... HR pixels wide.`,
    { lr, hr },
  )
}

/** Fails an import whose first pair shows already that it cannot work. */
function checkScale({ lr, hr, pairs }: Found, degradation: Degradation | null): void {
  if (lr !== null && hr !== null && pairs.length === 1) requireFactor(lr, hr)
  if (lr === null && hr !== null && degradation !== null && pairs.length === 1) smaller(hr, degradation.factor)
  if (degradation !== null && degradation.lrPsfFwhmPixels < degradation.hrPsfFwhmPixels) {
    throw new AppError(
      'bad-input',
      `The LR image's PSF (${degradation.lrPsfFwhmPixels} HR pixels) must be at least as broad as the HR image's (${degradation.hrPsfFwhmPixels}): no convolution sharpens.`,
      { degradation: { ...degradation } },
    )
  }
}

function nothingReadable(left: readonly { file: string; reason: string }[]): AppError {
  const [first] = left
  return new AppError(
    'bad-input',
    `None of the ${left.length} images can be used. For one: ${first?.file}: ${first?.reason}`,
    { unusable: left.slice(0, 20) },
  )
}
