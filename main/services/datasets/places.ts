import { isAbsolute, join, relative, sep } from 'node:path'
import {
  type DatasetRecord,
  findSample,
  insertDataset,
  listSamples,
  type SampleRecord,
  type StoredFile,
  type StoredSamplePlanes,
  updateSample,
} from '../../workspace/datasets.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/*
 * Files within the workspace are recorded relative to it, with forward slashes, so that a workspace can be moved and
 * mailed; the user's own files by their full path. Everything beside this file sees full paths only.
 */

/** Before the name of a file that this machine never had: the dataset came with a run from another workspace. */
export const ELSEWHERE = 'elsewhere:'

export const isElsewhere = ({ path }: StoredFile): boolean => path.startsWith(ELSEWHERE)

export function writeDataset(workspace: Workspace, dataset: DatasetRecord, samples: readonly SampleRecord[]): void {
  const recorded = samples.map(sample => withPaths(sample, path => recordedPath(workspace, path)))
  workspace.transaction(() => insertDataset(workspace.db, dataset, recorded))
}

export function rewriteSample(workspace: Workspace, datasetId: string, sample: SampleRecord): void {
  updateSample(
    workspace.db,
    datasetId,
    withPaths(sample, path => recordedPath(workspace, path)),
  )
}

export function readSamples(workspace: Workspace, datasetId: string, offset?: number, limit?: number): SampleRecord[] {
  return listSamples(workspace.db, datasetId, offset, limit).map(sample =>
    withPaths(sample, path => fullPath(workspace, path)),
  )
}

export function readSampleRecord(workspace: Workspace, datasetId: string, index: number): SampleRecord | undefined {
  const sample = findSample(workspace.db, datasetId, index)
  return sample && withPaths(sample, path => fullPath(workspace, path))
}

function recordedPath(workspace: Workspace, path: string): string {
  if (path.startsWith(ELSEWHERE)) return path
  const below = relative(workspace.path, path)
  const outside = below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)
  return outside ? path : below.split(sep).join('/')
}

function fullPath(workspace: Workspace, path: string): string {
  return isAbsolute(path) || path.startsWith(ELSEWHERE) ? path : join(workspace.path, path)
}

function withPaths(sample: SampleRecord, change: (path: string) => string): SampleRecord {
  const movedFile = (file: StoredFile): StoredFile => ({ ...file, path: change(file.path) })
  const moved = (side: SampleRecord['lr']): SampleRecord['lr'] => side && { ...side, file: movedFile(side.file) }
  const movedPlanes = ({ error, maskFrom, psf, masked }: StoredSamplePlanes): StoredSamplePlanes => ({
    masked,
    error: error && { ...error, file: movedFile(error.file) },
    maskFrom: maskFrom.map(source => ({ ...source, file: movedFile(source.file) })),
    psf: psf && { ...psf, file: movedFile(psf.file) },
  })
  const { lr, hr, planes } = sample
  return { ...sample, lr: moved(lr), hr: moved(hr), planes: { lr: movedPlanes(planes.lr), hr: movedPlanes(planes.hr) } }
}
