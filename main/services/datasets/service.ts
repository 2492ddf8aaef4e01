import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type {
  Calibration,
  DatasetDetail,
  DatasetSummary,
  ImageSource,
  LabelSource,
  Sample,
  Scan,
  Split,
} from '../../contract/datasets.ts'
import type { Job } from '../../contract/jobs.ts'
import type { PlaneRoles } from '../../contract/planes.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { blanked } from '../../domain/mask.ts'
import { shiftImage } from '../../domain/resample.ts'
import type { SplitRatios } from '../../domain/split.ts'
import { histogram } from '../../domain/stats.ts'
import { type ImageChoice, readImageFile } from '../../formats/readers.ts'
import {
  type DatasetRecord,
  findDataset,
  listDatasets,
  markDatasetRemoved,
  type SampleRecord,
  type StoredFile,
  updateDataset,
} from '../../workspace/datasets.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import { listRuns } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { classesOf, fluxRatio } from './assemble.ts'
import { type ImportRequest, startImport } from './importDataset.ts'
import { readLabels } from './labels.ts'
import { type FileMetadata, metadataOf } from './metadata.ts'
import { stackFile } from './pack.ts'
import { planeFile, psfFolder } from './packPlanes.ts'
import { ELSEWHERE, isElsewhere, readSampleRecord, readSamples, rewriteSample } from './places.ts'
import { detailOf, sampleOf, sidesOf, summaryOf } from './present.ts'
import { writeRegistered } from './register.ts'
import { findImages, presentScan } from './scan.ts'
import { largestHrValue, makeSplit } from './split.ts'
import { readFromStack, type StackSize } from './stack.ts'
import { type Verified, verifyFiles } from './verify.ts'

/** A file of images of one size, as the engine reads it. */
export interface PackedStack extends StackSize {
  readonly file: string
  readonly count: number
}

/** The stacks of a dataset; a mask is 1 where a pixel counts and 0 where not, and null where all of all images do. */
export interface PackedStacks {
  readonly lr: PackedStack
  readonly hr: PackedStack | null
  readonly masks: { readonly lr: PackedStack | null; readonly hr: PackedStack | null }
}

export type PlaneName = 'error' | 'mask' | 'psf'

export interface SampleSource extends Pick<ImageChoice, 'hdu' | 'member'> {
  readonly file: string
  readonly plane: number
}

export interface Datasets {
  list(): DatasetSummary[]
  /** `not-found` where there is none. */
  detail(id: string): DatasetDetail
  samples(id: string, offset: number, limit: number): { total: number; samples: Sample[] }
  /** Names of all samples, by index. */
  names(id: string): string[]
  metadata(id: string, sample: number): Promise<{ lr: FileMetadata; hr: FileMetadata | null }>
  histogram(id: string, role: 'lr' | 'hr', sample: number | null): Promise<{ edges: number[]; counts: number[] }>
  scan(source: ImageSource, roles: PlaneRoles): Promise<Scan>
  startImport(request: ImportRequest): Promise<{ job: Job; datasetId: string }>
  rename(id: string, name: string): DatasetSummary
  calibrate(id: string, change: CalibrationChange): Promise<DatasetDetail>
  split(id: string, ratios: SplitRatios, seed: number): Split
  /** Looks at the user's files again; the state is also in the detail from then on. */
  verify(id: string): Promise<Verified>
  /** Reads the classes of all samples from where they stand, and unless `dryRun` writes them down. */
  label(id: string, from: LabelSource, dryRun: boolean): Promise<LabelReport>
  setLabels(id: string, labels: readonly { sample: number; label: string | null }[]): DatasetDetail
  /** The classes of all samples, by index. */
  labels(id: string): (string | null)[]
  remove(id: string): boolean
  /** HR images are shifted onto the LR ones already where the dataset is registered. */
  packed(id: string): PackedStacks
  /** As packed. */
  image(id: string, sample: number, role: 'lr' | 'hr'): Promise<FloatImage>
  /** What stands beside that image, or null; see `datasetPlaneRef`. */
  plane(id: string, sample: number, role: 'lr' | 'hr', plane: PlaneName): Promise<FloatImage | null>
  /** Where a sample's LR image came from, where it is a file that can be read again for its header. */
  source(id: string, sample: number): SampleSource | null
}

export interface LabelReport {
  readonly classes: DatasetDetail['classes']
  readonly unlabelled: number
  readonly examples: string[]
  readonly unmatched: string[]
}

/** So many names are shown of what has no class, or of rows that no sample has. */
const LISTED = 20

export interface CalibrationChange {
  readonly calibration: Calibration
  readonly register: boolean
  readonly scalingKind: DatasetDetail['scalingKind']
}

const histogramBins = 128

/** A dataset's histogram is over at most so many of its images, evenly chosen. */
const histogramImages = 64

export function createDatasets(context: ServiceContext): Datasets {
  const { workspace, pool } = context
  const { db } = workspace
  sweepUnfinished(context)

  const find = (id: string): DatasetRecord => {
    const dataset = findDataset(db, id)
    if (dataset) return dataset
    throw new AppError('not-found', `There is no dataset ${id}. It may have been removed.`, { id })
  }
  const findOne = (id: string, index: number): SampleRecord => {
    const sample = readSampleRecord(workspace, id, index)
    if (sample) return sample
    const { name, samples } = find(id)
    throw new AppError('not-found', `"${name}" has no sample ${index}: they are numbered 0 to ${samples - 1}.`, {
      id,
      sample: index,
    })
  }
  const folder = (id: string): string => join(workspace.path, 'datasets', id)
  const packed = (id: string): PackedStacks => {
    const dataset = find(id)
    const { register, lrSize, hrSize, planes, samples: count } = dataset
    const stack = (name: string, size: StackSize): PackedStack => ({ file: join(folder(id), name), count, ...size })
    return {
      lr: stack(stackFile.lr, lrSize),
      hr: hrSize && stack(register ? stackFile.registered : stackFile.hr, hrSize),
      masks: {
        lr: planes.masked.lr === 0 ? null : stack(planeFile.lr.mask, lrSize),
        hr:
          hrSize === null || planes.masked.hr === 0
            ? null
            : stack(register ? planeFile.registeredMask : planeFile.hr.mask, hrSize),
      },
    }
  }
  const readFrom = (stack: PackedStack, index: number): Promise<FloatImage> =>
    readFromStack(stack.file, { width: stack.width, height: stack.height }, index)
  const plane = async (id: string, index: number, role: 'lr' | 'hr', name: PlaneName): Promise<FloatImage | null> => {
    const { error, masked, psf } = findOne(id, index).planes[role]
    const stacks = packed(id)
    if (name === 'psf') return psf && (await readImageFile(join(psfFolder(folder(id)), psf.name))).image
    if (name === 'mask') return masked > 0 && stacks.masks[role] ? readFrom(stacks.masks[role], index) : null
    const size = stacks[role]
    if (error === null || size === null) return null
    const map = await readFrom({ ...size, file: join(folder(id), planeFile[role].error) }, index)
    const { register, offset } = find(id)
    return role === 'hr' && register && offset ? shiftImage(map, -offset.dx, -offset.dy) : map
  }
  const relabel = (id: string, change: (sample: SampleRecord) => string | null): DatasetRecord => {
    const dataset = find(id)
    const samples = readSamples(workspace, id).map(sample => ({ ...sample, label: change(sample) }))
    const labelled = { ...dataset, classes: classesOf(samples) }
    workspace.transaction(() => {
      updateDataset(db, labelled)
      for (const sample of samples) rewriteSample(workspace, id, sample)
    })
    return labelled
  }
  const image = async (id: string, index: number, role: 'lr' | 'hr'): Promise<FloatImage> => {
    findOne(id, index)
    const stack = packed(id)[role]
    if (stack === null) throw new AppError('not-found', `"${find(id).name}" has no HR images.`, { id })
    return readFrom(stack, index)
  }

  return {
    packed,
    image,
    plane,
    list: () => listDatasets(db).map(summaryOf),
    detail: id => detailOf(find(id)),
    samples: (id, offset, limit) => {
      const dataset = find(id)
      const sides = sidesOf(dataset)
      return {
        total: dataset.samples,
        samples: readSamples(workspace, id, offset, limit).map(sample => sampleOf(sample, sides)),
      }
    },
    names: id => {
      find(id)
      return readSamples(workspace, id).map(sample => sample.name)
    },
    source: (id, index) => {
      const { lr } = findOne(id, index)
      return lr === null || isElsewhere(lr.file) ? null : { file: lr.file.path, plane: lr.plane, ...lr.choice }
    },
    metadata: async (id, index) => {
      const { degradation } = find(id)
      const { lr, hr } = findOne(id, index)
      const made = { file: 'made from the HR image', cards: [], values: { ...degradation } }
      const metadata = (side: NonNullable<typeof lr>) =>
        isElsewhere(side.file)
          ? { file: side.file.path.slice(ELSEWHERE.length), cards: [], values: {} }
          : metadataOf(context, side)
      return { lr: lr ? await metadata(lr) : made, hr: hr && (await metadata(hr)) }
    },
    histogram: async (id, role, sample) => {
      const indices = sample === null ? evenly(find(id).samples, histogramImages) : [sample]
      const values: Float32Array[] = []
      for (const index of indices) {
        const valid = await plane(id, index, role, 'mask')
        values.push(blanked(await image(id, index, role), valid?.data ?? null).data)
      }
      const { edges, counts } = histogram(joined(values), histogramBins)
      return { edges, counts }
    },
    scan: async (source, roles) => presentScan(await findImages(source, context, roles)),
    startImport: request => startImport(context, request),
    rename: (id, name) => {
      const renamed = { ...find(id), name }
      updateDataset(db, renamed)
      return summaryOf(renamed)
    },
    calibrate: async (id, { calibration, register, scalingKind }) => {
      const dataset = find(id)
      if (register && dataset.offset === null) {
        throw new AppError(
          'bad-input',
          `"${dataset.name}" cannot be registered: no offset between its LR and HR images could be measured.`,
          { id },
        )
      }
      if (register) await writeRegistered(folder(id), dataset, pool)
      const changed = { ...find(id), calibration, register, scalingKind }
      workspace.transaction(() => {
        updateDataset(db, changed)
        for (const sample of readSamples(workspace, id)) {
          const ratio = fluxRatio(sample, calibration.fluxConvention, dataset.factor)
          rewriteSample(workspace, id, { ...sample, fluxRatio: ratio })
        }
      })
      return detailOf(changed)
    },
    split: (id, ratios, seed) => {
      const dataset = find(id)
      if (dataset.hrSize === null && dataset.classes.length === 0) {
        throw new AppError(
          'conflict',
          `"${dataset.name}" has no HR images to train on, and no classes to tell apart, so there is nothing to split.`,
          { id },
        )
      }
      const samples = readSamples(workspace, id)
      const split = makeSplit(samples, dataset.hash, ratios, seed)
      updateDataset(db, { ...dataset, split, measuredPeak: largestHrValue(samples, split.train) })
      return split
    },
    verify: async id => {
      find(id)
      const files = readSamples(workspace, id).flatMap(filesOf)
      const verified = await verifyFiles(files, pool)
      updateDataset(db, { ...find(id), state: verified.state })
      return verified
    },
    label: async (id, from, dryRun) => {
      find(id)
      const samples = readSamples(workspace, id)
      const { labels, unmatched } = await readLabels(samples, from, context.folders)
      if (!dryRun) relabel(id, ({ index }) => labels[index] ?? null)
      const without = samples.filter((_, i) => labels[i] === null)
      return {
        classes: classesOf(labels.map(label => ({ label }))),
        unlabelled: without.length,
        examples: without.slice(0, LISTED).map(({ name }) => name),
        unmatched: unmatched.slice(0, LISTED),
      }
    },
    setLabels: (id, labels) => {
      for (const { sample } of labels) findOne(id, sample)
      const changed = new Map(labels.map(({ sample, label }) => [sample, label]))
      return detailOf(relabel(id, ({ index, label }) => (changed.has(index) ? (changed.get(index) ?? null) : label)))
    },
    labels: id => {
      find(id)
      return readSamples(workspace, id).map(({ label }) => label)
    },
    remove: id => {
      if (findDataset(db, id) === undefined) return false
      refuseWhileUsed(context, id)
      workspace.trash('datasets', id)
      return markDatasetRemoved(db, id, context.now().toISOString())
    },
  }
}

/** A run that trains, or waits to, reads the dataset's images from its folder. */
function refuseWhileUsed({ workspace }: ServiceContext, id: string): void {
  for (const status of liveStatuses) {
    const { runs } = listRuns(workspace.db, {
      datasetId: id,
      status,
      search: '',
      sort: 'createdAt',
      descending: true,
      offset: 0,
      limit: 1,
    })
    const [run] = runs
    if (run === undefined) continue
    throw new AppError('conflict', `The run "${run.name}" uses this dataset and is ${status}. Stop it first.`, {
      id,
      runId: run.id,
    })
  }
}

/** Folders of imports and simulations whose process died before the dataset was recorded. */
function sweepUnfinished({ jobs, workspace, log }: ServiceContext): void {
  for (const { kind, subjectId } of jobs.interrupted) {
    if ((kind !== 'import' && kind !== 'simulate') || subjectId === null) continue
    if (findDataset(workspace.db, subjectId) !== undefined) continue
    try {
      rmSync(join(workspace.path, 'datasets', subjectId), { recursive: true, force: true })
    } catch (error) {
      log.error(`The unfinished dataset ${subjectId} could not be removed`, error)
    }
  }
}

/** Every file that a sample was read from, as far as this machine ever had it. */
function filesOf({ lr, hr, planes }: SampleRecord): StoredFile[] {
  const beside = [planes.lr, planes.hr].flatMap(({ error, maskFrom, psf }) => [error, ...maskFrom, psf])
  return [lr, hr, ...beside].flatMap(source => source?.file ?? []).filter(file => !isElsewhere(file))
}

/** At most `most` of 0..count-1, evenly. */
function evenly(count: number, most: number): number[] {
  const chosen = Math.min(count, most)
  return Array.from({ length: chosen }, (_, i) => Math.floor((i * count) / chosen))
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
