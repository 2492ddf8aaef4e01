import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { type DatasetRecord, insertDataset, listDatasets } from '../../workspace/datasets.ts'
import { saveEvaluation } from '../../workspace/evaluations.ts'
import { newId } from '../../workspace/ids.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import { addPreview, addSteps, addValidation } from '../../workspace/runSeries.ts'
import { findRun, type RunRecord, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { withFilesElsewhere } from './elsewhere.ts'
import { folders, type Manifest } from './manifest.ts'
import { type RunArchive, readArchive } from './readArchive.ts'

export interface ImportedRun {
  readonly runId: string
  readonly name: string
  readonly datasetId: string | null
  readonly dataset: 'added' | 'found' | 'left-out'
  readonly evaluations: number
}

/**
 * Takes a run's file into the workspace: all of it, or on any error nothing.
 *
 * Errors: those of `readArchive`; `conflict` where the run is in the workspace already, or in its trash.
 */
export async function importRun(
  context: ServiceContext,
  input: { file: string } | { upload: string },
): Promise<ImportedRun> {
  const file =
    'file' in input ? await context.folders.resolveReadable(input.file) : await uploadedFile(context, input.upload)
  const archive = await readArchive(file)
  refuseKnown(context, archive.manifest.run)
  const target = targetDataset(context, archive.manifest)
  const moves = placesOf(context, archive.manifest, target)
  try {
    await writeMembers(archive, moves)
    recordAll(context, archive, target)
  } catch (error) {
    for (const folder of moves.values()) rmSync(folder, { recursive: true, force: true })
    throw error instanceof AppError ? error : fileError(error, context.workspace.path, 'write')
  }
  const { run, evaluations } = archive.manifest
  return { runId: run.id, name: run.name, datasetId: target.id, dataset: target.state, evaluations: evaluations.length }
}

async function uploadedFile({ uploads }: ServiceContext, id: string): Promise<string> {
  const folder = await uploads.folder(id)
  const names = (await readdir(folder)).filter(name => !name.startsWith('.'))
  if (names.length === 1) return join(folder, names[0])
  throw new AppError('bad-input', 'Choose one file that ends in .subarc.', { files: names.length })
}

function refuseKnown({ workspace }: ServiceContext, { id, name }: RunRecord): void {
  const known = findRun(workspace.db, id)
  if (!known && !existsSync(join(workspace.path, 'runs', id))) return
  const where = known?.removedAt ? 'in the trash of this workspace. Restore it from there' : 'in this workspace already'
  throw new AppError('conflict', `The run "${name}" is ${where}.`, { id })
}

interface TargetDataset {
  readonly id: string | null
  readonly state: ImportedRun['dataset']
}

/** A dataset with the same content is used as it is; one whose id is taken gets a new one. */
function targetDataset({ workspace, now }: ServiceContext, { run, dataset }: Manifest): TargetDataset {
  if (run.datasetId === null) return { id: null, state: 'left-out' }
  const known = listDatasets(workspace.db).filter(({ hash }) => hash === run.datasetHash)
  const same = known.find(({ split }) => split?.hash === run.splitHash) ?? known[0]
  if (same) return { id: same.id, state: 'found' }
  if (!dataset) return { id: run.datasetId, state: 'left-out' }
  const { id } = dataset.record
  const isTaken = existsSync(join(workspace.path, 'datasets', id)) || isRecorded(workspace.db, id)
  return { id: isTaken ? newId('ds', now()) : id, state: 'added' }
}

function isRecorded(db: ServiceContext['workspace']['db'], id: string): boolean {
  return db.prepare('SELECT 1 FROM datasets WHERE id = ?').get(id) !== undefined
}

/** Folder in the workspace of each folder in the archive. What exists already belongs to somebody else. */
function placesOf(
  { workspace }: ServiceContext,
  manifest: Manifest,
  target: TargetDataset,
): ReadonlyMap<string, string> {
  const places = new Map([[folders.run as string, join(workspace.path, 'runs', manifest.run.id)]])
  if (target.state === 'added' && target.id !== null) {
    places.set(folders.dataset, join(workspace.path, 'datasets', target.id))
  }
  for (const { id } of manifest.evaluations) places.set(folders.evaluation(id), join(workspace.path, 'evaluations', id))
  const taken = [...places.values()].find(folder => existsSync(folder))
  if (taken === undefined) return places
  throw new AppError('conflict', `${taken} exists already, and a part of this run would lie there.`, { folder: taken })
}

/** Each folder is made beside its place and renamed when it is whole. */
async function writeMembers({ manifest, content }: RunArchive, places: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, place] of places) {
    const beside = join(dirname(place), `.${basename(place)}.${process.pid}.part`)
    mkdirSync(beside, { recursive: true })
    try {
      for (const { path } of manifest.files) {
        if (!path.startsWith(`${name}/`)) continue
        const file = join(beside, ...path.slice(name.length + 1).split('/'))
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, content(path), { flag: 'wx', mode: 0o600 })
      }
      renameSync(beside, place)
    } catch (error) {
      rmSync(beside, { recursive: true, force: true })
      throw error
    }
  }
}

function recordAll(context: ServiceContext, { manifest, numbers }: RunArchive, target: TargetDataset): void {
  const { workspace } = context
  const { db } = workspace
  const { run, evaluations, dataset } = manifest
  workspace.transaction(() => {
    if (target.state === 'added' && dataset && target.id !== null) {
      const [from, to] = [`datasets/${dataset.record.id}/`, `datasets/${target.id}/`]
      const record: DatasetRecord = { ...dataset.record, id: target.id, state: 'ok' }
      insertDataset(
        db,
        record,
        dataset.samples.map(sample => withFilesElsewhere(sample, from, to)),
      )
    }
    const isLive = liveStatuses.some(status => status === run.status)
    const config = { ...run.config, datasetId: target.id }
    saveRun(db, {
      ...run,
      config,
      datasetId: target.id,
      jobId: null,
      groupId: null,
      status: isLive ? 'interrupted' : run.status,
    })
    addSteps(db, run.id, numbers.steps)
    for (const validation of numbers.validations) addValidation(db, run.id, validation)
    for (const preview of numbers.previews) addPreview(db, run.id, preview)
    for (const evaluation of evaluations) {
      saveEvaluation(db, { ...evaluation, runId: run.id, datasetId: target.id ?? evaluation.datasetId })
    }
  })
}
