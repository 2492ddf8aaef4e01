import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pipeline } from 'node:stream/promises'
import type { z } from 'zod'
import type { CheckFinding } from '../../contract/workspace.ts'
import { type DatasetRecord, datasetRecordSchema } from '../../workspace/datasets.ts'
import { type StoredEvaluation, storedEvaluationSchema } from '../../workspace/evaluations.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import { processExists } from '../../workspace/processes.ts'
import { listPreviews, removePreview } from '../../workspace/runSeries.ts'
import { type RunRecord, runRecordSchema, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { evaluationFolder, networkImageFile } from '../evaluations/files.ts'
import { checkpointFile, previewFile } from '../runs/files.ts'
import type { CheckOptions } from './check.ts'

interface Checked {
  readonly findings: CheckFinding[]
  /** How many were looked at. */
  readonly files: number
}

/** The files that records name, and those that none names. */
export async function checkFiles(
  context: ServiceContext,
  options: CheckOptions,
  unread: ReadonlySet<string>,
): Promise<Checked> {
  const { db } = context.workspace
  const parts = [
    await checkRuns(context, readable(db, 'runs', runRecordSchema, unread).filter(isIdle), options),
    await checkEvaluations(context, readable(db, 'evaluations', storedEvaluationSchema, unread)),
    await checkDatasets(context, readable(db, 'datasets', datasetRecordSchema, unread)),
    await checkStrays(context, options.repair, unread),
  ]
  return {
    findings: parts.flatMap(({ findings }) => findings),
    files: parts.reduce((sum, { files }) => sum + files, 0),
  }
}

/** Records outside of the trash, but for those that cannot be read. */
function readable<T>(db: DatabaseSync, table: string, schema: z.ZodType<T>, unread: ReadonlySet<string>): T[] {
  const live = table === 'evaluations' ? '' : 'WHERE removed_at IS NULL'
  const rows = db.prepare(`SELECT id, record FROM ${table} ${live}`).all()
  return rows.filter(({ id }) => !unread.has(String(id))).map(({ record }) => schema.parse(JSON.parse(String(record))))
}

/** What is being trained writes its files now. */
const isIdle = (run: RunRecord): boolean => !liveStatuses.some(status => status === run.status)

const sizeOf = async (path: string): Promise<number | null> => (await stat(path).catch(() => undefined))?.size ?? null

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function checkRuns(
  { workspace }: ServiceContext,
  runs: readonly RunRecord[],
  { repair, hashes }: CheckOptions,
): Promise<Checked> {
  const findings: CheckFinding[] = []
  let files = 0
  for (const run of runs) {
    const lost = new Set<string>()
    for (const { which, bytes, sha256 } of run.checkpoints) {
      const path = checkpointFile(workspace, run.id, which)
      const size = await sizeOf(path)
      files += 1
      const changed = size !== null && (size !== bytes || (hashes && (await sha256Of(path)) !== sha256))
      if (size !== null && !changed) continue
      if (size === null) lost.add(which)
      const what = size === null ? 'are missing' : 'are not those that were written'
      const done = size === null && repair ? ' The run no longer promises them.' : ' Restore them from a backup.'
      findings.push({
        ...{ kind: 'file', severity: 'error', path, repaired: size === null && repair },
        message: `The "${which}" weights of "${run.name}" ${what}.${done}`,
      })
    }
    if (repair && lost.size > 0) {
      saveRun(workspace.db, { ...run, checkpoints: run.checkpoints.filter(({ which }) => !lost.has(which)) })
    }
    for (const preview of listPreviews(workspace.db, run.id)) {
      const path = previewFile(workspace, run.id, preview.file)
      files += 1
      if ((await sizeOf(path)) !== null) continue
      if (repair) removePreview(workspace.db, run.id, preview)
      const done = repair ? ' It is no longer listed.' : ''
      findings.push({
        ...{ kind: 'file', severity: 'warning', path, repaired: repair },
        message: `The preview of step ${preview.step} of "${run.name}" is missing.${done}`,
      })
    }
  }
  return { findings, files }
}

async function checkEvaluations(
  { workspace }: ServiceContext,
  evaluations: readonly StoredEvaluation[],
): Promise<Checked> {
  const findings: CheckFinding[] = []
  let files = 0
  for (const { id, runId, samples } of evaluations) {
    const folder = evaluationFolder(workspace, id)
    let missing = 0
    for (const { sample } of samples) if ((await sizeOf(networkImageFile(folder, sample))) === null) missing += 1
    files += samples.length
    if (missing === 0) continue
    findings.push({
      ...{ kind: 'file', severity: 'warning', path: folder, repaired: false },
      message: `${missing} of ${samples.length} images of evaluation ${id} are missing; its scores are there. Evaluate run ${runId} again to see them.`,
    })
  }
  return { findings, files }
}

async function checkDatasets({ workspace }: ServiceContext, datasets: readonly DatasetRecord[]): Promise<Checked> {
  const findings: CheckFinding[] = []
  let files = 0
  for (const dataset of datasets) {
    for (const name of dataset.hrSize === null ? ['lr.npy'] : ['lr.npy', 'hr.npy']) {
      const path = join(workspace.path, 'datasets', dataset.id, name)
      files += 1
      if ((await sizeOf(path)) !== null) continue
      findings.push({
        ...{ kind: 'file', severity: 'error', path, repaired: false },
        message: `The images of dataset "${dataset.name}" are missing. Restore them from a backup, or import it again.`,
      })
    }
  }
  return { findings, files }
}

/** Folders of no record, and what writers that are gone have left half done. */
async function checkStrays(
  { workspace }: ServiceContext,
  repair: boolean,
  unread: ReadonlySet<string>,
): Promise<Checked> {
  const findings: CheckFinding[] = []
  for (const table of ['runs', 'evaluations', 'datasets'] as const) {
    const known = new Set(
      workspace.db
        .prepare(`SELECT id FROM ${table} UNION SELECT id FROM damaged_records`)
        .all()
        .map(row => String(row.id)),
    )
    const busy = new Set(
      workspace.db
        .prepare("SELECT record ->> 'subjectId' AS id FROM jobs")
        .all()
        .map(row => String(row.id)),
    )
    for (const id of await readdir(join(workspace.path, table)).catch(() => [])) {
      const path = join(workspace.path, table, id)
      if (!known.has(id) && !unread.has(id) && !busy.has(id)) {
        if (repair) workspace.trash(table, id)
        const done = repair ? ' It is in the trash now.' : ''
        findings.push({
          ...{ kind: 'stray', severity: 'warning', path, repaired: repair },
          message: `The folder ${table}/${id} belongs to nothing in the database.${done}`,
        })
        continue
      }
      findings.push(...(await leftovers(path, repair)))
    }
  }
  return { findings, files: 0 }
}

/** Parts of files whose writer (its number is in the name) is gone. */
async function leftovers(folder: string, repair: boolean): Promise<CheckFinding[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const dead = names.filter(name => {
    const writer = /\.(\d+)-\d+\.part$/.exec(name)?.[1]
    return writer !== undefined && !processExists(Number(writer))
  })
  if (repair) for (const name of dead) await rm(join(folder, name), { force: true })
  return dead.map(name => ({
    ...{ kind: 'stray', severity: 'warning', path: join(folder, name), repaired: repair },
    message: `${name} was never written to its end${repair ? '; it was removed' : ''}.`,
  }))
}
