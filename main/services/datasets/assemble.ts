import { createHash } from 'node:crypto'
import type { Calibration } from '../../contract/datasets.ts'
import { datasetFindings, type Finding, type ImageFacts } from '../../domain/health.ts'
import { defaultRatios, studyRatios } from '../../domain/split.ts'
import { median, medianAbsoluteDeviation, sigmaPerMad } from '../../domain/stats.ts'
import type { DatasetRecord, SampleRecord } from '../../workspace/datasets.ts'
import type { Packed, PackPlan, PackResult } from './pack.ts'
import { countPlanes, planeFindings } from './planeFindings.ts'
import { largestHrValue, makeSplit } from './split.ts'

/** What is known of a dataset before its images are read. */
export type DatasetFrame = Pick<
  DatasetRecord,
  | 'id'
  | 'name'
  | 'kind'
  | 'createdAt'
  | 'source'
  | 'layout'
  | 'unpaired'
  | 'groupPattern'
  | 'kinds'
  | 'qualityBits'
  | 'degradation'
  | 'simulation'
> & {
  readonly factor: number | null
  /** What the user and the headers say. */
  readonly calibration: Partial<Calibration>
}

/** Offsets measured with less correlation than this do not count. */
const minConfidence = 0.5

/** How far from the exact ratio a flux ratio may be to tell the convention. */
const conventionTolerance = 0.05

/** The seed of the split that a dataset has from the start. */
const firstSplitSeed = 0

/** The dataset's record and its samples' from what was read: health, calibration, offset, split. */
export function assembleDataset(
  frame: DatasetFrame,
  plan: Pick<PackPlan, 'lrSize' | 'hrSize'>,
  { samples: packed, left }: PackResult,
): { dataset: DatasetRecord; samples: SampleRecord[] } {
  const { calibration: given, factor, ...rest } = frame
  const scaled = looksScaled(packed)
  const imported = frame.kind === 'imported'
  const isStudy = imported && (frame.layout === 'study-simulated' || frame.layout === 'study-real')
  const alreadyScaled = imported && (isStudy || scaled) && (given.unit ?? null) === null
  const ratio = medianMeanRatio(packed)
  const convention = given.fluxConvention ?? (alreadyScaled ? 'unknown' : conventionOf(ratio, factor))
  const calibration: Calibration = {
    calibrated: given.calibrated ?? (given.unit ?? null) !== null,
    pixelScaleArcsec: given.pixelScaleArcsec ?? null,
    unit: given.unit ?? null,
    fluxConvention: convention,
    lrPsfFwhmArcsec: given.lrPsfFwhmArcsec ?? null,
    hrPsfFwhmArcsec: given.hrPsfFwhmArcsec ?? null,
    lrNoiseSigma: given.lrNoiseSigma ?? null,
    peak: given.peak ?? (alreadyScaled ? 1 : null),
  }
  const samples = packed.map(({ record }) => ({ ...record, fluxRatio: fluxRatio(record, convention, factor) }))
  const hash = contentHash(packed, frame.degradation)
  const paired = plan.hrSize !== null
  const classes = classesOf(samples)
  const isLearntFrom = paired || classes.length >= 2
  const split = isLearntFrom ? makeSplit(samples, hash, isStudy ? studyRatios : defaultRatios, firstSplitSeed) : null
  const dataset: DatasetRecord = {
    version: 2,
    ...rest,
    planes: countPlanes(samples, plan),
    classes,
    unpaired: [...frame.unpaired, ...left],
    samples: samples.length,
    lrSize: plan.lrSize,
    hrSize: plan.hrSize,
    factor,
    hash,
    calibration,
    scalingKind: alreadyScaled ? 'none' : 'linear',
    register: false,
    offset: medianOffset(samples),
    health: [...findings(packed, plan, factor ?? 1), ...planeFindings(packed, plan), ...leftOut(left)],
    state: 'ok',
    split,
    measuredPeak: split && largestHrValue(samples, split.train),
  }
  return { dataset, samples }
}

/** How many samples have each label, in the order of their first. */
export function classesOf(samples: readonly Pick<SampleRecord, 'label'>[]): DatasetRecord['classes'] {
  const counts = new Map<string, number>()
  for (const { label } of samples) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].map(([label, count]) => ({ label, count }))
}

/** Values scaled image by image end near 0 and 1, as no photometry does in every image. */
function looksScaled(packed: readonly Packed[]): boolean {
  const within = (stats: SampleRecord['lrStats'] | undefined): boolean =>
    stats === undefined ||
    (stats.max !== null && stats.min !== null && stats.min > -0.25 && stats.max > 0.75 && stats.max < 1.25)
  return packed.length > 0 && packed.every(({ record }) => within(record.lrStats) && within(record.hr?.stats))
}

function meanRatio({ lrStats, hr }: SampleRecord): number | null {
  const lrMean = lrStats.mean ?? 0
  const hrMean = hr?.stats.mean ?? 0
  return lrMean > 0 && hrMean > 0 ? hrMean / lrMean : null
}

function medianMeanRatio(packed: readonly Packed[]): number | null {
  const ratios = packed.flatMap(({ record }) => meanRatio(record) ?? [])
  return ratios.length > 0 ? median(ratios) : null
}

/** A brightness has equal means in LR and HR; a flux r*r times less of it in each HR pixel. */
function conventionOf(ratio: number | null, factor: number | null): Calibration['fluxConvention'] {
  if (ratio === null || factor === null) return 'unknown'
  if (Math.abs(ratio - 1) < conventionTolerance) return 'mean'
  return Math.abs(ratio * factor ** 2 - 1) < conventionTolerance ? 'sum' : 'unknown'
}

/** HR flux over LR flux by the convention; where it is not known, of the mean levels. */
export function fluxRatio(
  sample: SampleRecord,
  convention: Calibration['fluxConvention'],
  factor: number | null,
): number | null {
  const ratio = meanRatio(sample)
  if (ratio === null) return null
  return convention === 'sum' ? ratio * (factor ?? 1) ** 2 : ratio
}

function medianOffset(samples: readonly SampleRecord[]): DatasetRecord['offset'] {
  const sure = samples.flatMap(({ offset }) => (offset && offset.confidence >= minConfidence ? [offset] : []))
  if (sure.length === 0) return null
  const dx = sure.map(offset => offset.dx)
  const dy = sure.map(offset => offset.dy)
  return {
    dx: median(dx),
    dy: median(dy),
    scatter: sigmaPerMad * Math.hypot(medianAbsoluteDeviation(dx), medianAbsoluteDeviation(dy)),
  }
}

function contentHash(packed: readonly Packed[], degradation: unknown): string {
  const hash = createHash('sha256')
  for (const { lrPixelHash, hrPixelHash } of packed) hash.update(`${lrPixelHash} ${hrPixelHash ?? '-'}\n`)
  return hash.update(JSON.stringify(degradation)).digest('hex')
}

function findings(
  packed: readonly Packed[],
  { lrSize, hrSize }: Pick<PackPlan, 'lrSize' | 'hrSize'>,
  factor: number,
): DatasetRecord['health'] {
  const indexOf = new Map(packed.map(({ record }) => [String(record.index), record]))
  const facts = packed.map(({ record, lrPixelHash, hrPixelHash }) => ({
    sample: String(record.index),
    lr: imageFacts(record.lrStats, lrSize, lrPixelHash),
    hr: record.hr && hrSize && hrPixelHash !== null ? imageFacts(record.hr.stats, hrSize, hrPixelHash) : undefined,
    offset: record.offset ?? undefined,
  }))
  return datasetFindings(facts, factor).map(({ kind, severity, sample, message }) => {
    const record = indexOf.get(sample)
    return shown(kind, severity, record?.index ?? null, `${record?.name ?? sample}: ${named(message, indexOf)}`)
  })
}

/** Partly missing pixels are masked and filled on import, so they do not forbid training. */
function shown(
  kind: Finding['kind'],
  severity: Finding['severity'],
  sample: number | null,
  message: string,
): DatasetRecord['health'][number] {
  if (kind !== 'nan') return { kind, severity, sample, message }
  return {
    kind,
    severity: 'warning',
    sample,
    message: `${message} They do not count in the loss and the scores; for the network they are filled from around them.`,
  }
}

/** Duplicates are told by the number that stood for the other sample. */
function named(message: string, records: ReadonlyMap<string, SampleRecord>): string {
  return message.replace(/(?<=same image as in )\d+/, index => records.get(index)?.name ?? index)
}

function imageFacts(stats: SampleRecord['lrStats'], size: { width: number; height: number }, hash: string): ImageFacts {
  const { min, max, mean, std, nonFinite } = stats
  const known = (value: number | null): number => value ?? Number.NaN
  return { ...size, min: known(min), max: known(max), mean: known(mean), std: known(std), nonFinite, hash }
}

function leftOut(left: PackResult['left']): DatasetRecord['health'] {
  return left.map(({ file, reason }) => ({
    kind: /finite/.test(reason) ? 'nan' : /count/.test(reason) ? 'mask' : 'odd-size',
    severity: 'warning',
    sample: null,
    message: `${file} was left out: ${reason}`,
  }))
}
