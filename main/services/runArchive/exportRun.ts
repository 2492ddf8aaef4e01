import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../domain/errors.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { MAX_ARCHIVE_BYTES, writeZip, type ZipSource } from '../../formats/zipWriter.ts'
import { findDataset, listSamples } from '../../workspace/datasets.ts'
import { listEvaluationHeads, listEvaluationRecords } from '../../workspace/evaluations.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import { listPreviews, listSteps, listValidations } from '../../workspace/runSeries.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { ServiceContext } from '../context.ts'
import { evaluationFolder } from '../evaluations/files.ts'
import { fileStem, outputFolder } from '../export/outputFolder.ts'
import { runFolder } from '../runs/files.ts'
import { requireRun, runConfig } from '../runs/present.ts'
import { withFilesElsewhere } from './elsewhere.ts'
import { folders, MANIFEST, type Manifest, NUMBERS } from './manifest.ts'

export const ARCHIVE_ENDING = '.subarc'

export interface ExportedRun {
  readonly file: string
  readonly bytes: number
  readonly files: number
}

/** Writes a run, with all that belongs to it, as one file. An older file of that name is replaced. */
export async function exportRun(
  context: ServiceContext,
  input: { readonly id: string; readonly withDataset: boolean; readonly file?: string | undefined },
): Promise<ExportedRun> {
  const { workspace } = context
  if (input.file && extname(input.file).toLowerCase() !== ARCHIVE_ENDING) {
    throw new AppError('bad-input', `The file ${input.file} should end in ${ARCHIVE_ENDING}.`, { file: input.file })
  }
  const run = requireRun(workspace, input.id)
  if (liveStatuses.some(status => status === run.status)) {
    throw new AppError('conflict', `"${run.name}" is ${run.status}. Export it when it has ended, or stop it first.`, {
      id: run.id,
    })
  }
  const numbers = numbersOf(workspace, run.id)
  const members: ZipSource[] = [
    { name: NUMBERS, bytes: Buffer.from(numbers) },
    ...(await filesOf(workspace, run, input.withDataset)),
  ]
  refuseTooLarge(run, await sizeOf(members))
  const files = await Promise.all(members.map(describe))
  const manifest: Manifest = {
    format: 'subarc-run',
    version: 1,
    product: `Subarc ${context.version}`,
    exportedAt: context.now().toISOString(),
    run: { ...run, jobId: null, config: runConfig(run) },
    evaluations: listEvaluationRecords(workspace.db, run.id),
    dataset: input.withDataset ? datasetOf(workspace, run) : null,
    files,
  }
  const folder = await outputFolder(context, input.file && dirname(input.file), 'runs')
  const file = join(folder, input.file ? basename(input.file) : `${fileStem(run.name)}-${run.id}${ARCHIVE_ENDING}`)
  const head = { name: MANIFEST, bytes: Buffer.from(`${JSON.stringify(manifest)}\n`) }
  return { file, bytes: await writeZip(file, [head, ...members]), files: files.length }
}

function numbersOf({ db }: Workspace, id: string): string {
  return `${JSON.stringify({ steps: listSteps(db, id), validations: listValidations(db, id), previews: listPreviews(db, id) })}\n`
}

function datasetOf({ db }: Workspace, run: RunRecord): Manifest['dataset'] {
  const record = run.datasetId === null ? undefined : findDataset(db, run.datasetId)
  if (!record) return null
  const own = `datasets/${record.id}/`
  const samples = listSamples(db, record.id).map(sample => withFilesElsewhere(sample, own, own))
  // For people: the last part of a path says enough, and nothing of the machine.
  return { record: { ...record, source: basename(record.source.replaceAll('\\', '/')) }, samples }
}

async function filesOf(workspace: Workspace, run: RunRecord, withDataset: boolean): Promise<ZipSource[]> {
  const evaluations = listEvaluationHeads(workspace.db, run.id)
  const dataset = run.datasetId === null ? undefined : findDataset(workspace.db, run.datasetId)
  const places: [string, string][] = [
    [runFolder(workspace, run.id), folders.run],
    ...evaluations.map(({ id }): [string, string] => [evaluationFolder(workspace, id), folders.evaluation(id)]),
    ...(withDataset && dataset
      ? [[join(workspace.path, 'datasets', dataset.id), folders.dataset] satisfies [string, string]]
      : []),
  ]
  return (await Promise.all(places.map(([folder, name]) => membersBelow(folder, name)))).flat()
}

async function membersBelow(folder: string, name: string): Promise<ZipSource[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(entry => {
      const file = join(entry.parentPath, entry.name)
      return { name: name + file.slice(folder.length).replaceAll('\\', '/'), file }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function sizeOf(members: readonly ZipSource[]): Promise<number> {
  const sizes = await Promise.all(members.map(async m => ('bytes' in m ? m.bytes.length : (await stat(m.file)).size)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function refuseTooLarge(run: RunRecord, bytes: number): void {
  if (bytes <= MAX_ARCHIVE_BYTES) return
  const gibibytes = (bytes / 2 ** 30).toPrecision(3)
  throw new AppError(
    'unsupported',
    `"${run.name}" with its images takes ${gibibytes} GiB, more than a run's file may (2 GiB). Export it without its dataset.`,
    { bytes, limit: MAX_ARCHIVE_BYTES },
  )
}

async function describe(member: ZipSource): Promise<Manifest['files'][number]> {
  const hash = createHash('sha256')
  if ('bytes' in member) {
    return { path: member.name, bytes: member.bytes.length, sha256: hash.update(member.bytes).digest('hex') }
  }
  try {
    const { size } = await stat(member.file)
    await pipeline(createReadStream(member.file), hash)
    return { path: member.name, bytes: size, sha256: hash.digest('hex') }
  } catch (error) {
    throw fileError(error, member.file, 'read')
  }
}
