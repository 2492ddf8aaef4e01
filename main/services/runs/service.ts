import type { RunDetail, RunSeries, RunSummary } from '../../contract/runs.ts'
import { AppError } from '../../domain/errors.ts'
import { listEvaluationHeads } from '../../workspace/evaluations.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import { listPreviews } from '../../workspace/runSeries.ts'
import { findRun, listRemovedRuns, listRuns, markRunRemoved, type RunQuery, saveRun } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { exportRunOnnx, type OnnxExport } from './exportOnnx.ts'
import { exportRunWeights } from './exportWeights.ts'
import { runFolder, type Which } from './files.ts'
import { type LogLine, readLog } from './log.ts'
import { classifierConfig, isClassifier, requireRun, runConfig, runSummary } from './present.ts'
import { runSeries } from './series.ts'

export interface RunChanges {
  readonly id: string
  readonly name?: string | undefined
  readonly notes?: string | undefined
  readonly tags?: readonly string[] | undefined
}

export interface RunsService {
  list(query: RunQuery): { total: number; runs: RunSummary[] }
  get(input: { id: string }): RunDetail
  series(input: { id: string; points: number }): RunSeries
  log(input: { id: string }): Promise<LogLine[]>
  update(changes: RunChanges): RunSummary
  remove(input: { id: string }): { removed: boolean }
  trash(): (RunSummary & { removedAt: string })[]
  restore(input: { id: string }): RunSummary
  exportWeights(input: { id: string; which: Which; folder?: string | undefined }): Promise<{ files: string[] }>
  exportOnnx(input: { id: string; which: Which; file?: string | undefined }): Promise<OnnxExport>
}

/** What was trained: found, told, named, thrown away and fetched back. */
export function createRunsService(context: ServiceContext): RunsService {
  const { workspace } = context
  const { db } = workspace
  return {
    list: query => {
      const { total, runs } = listRuns(db, query)
      return { total, runs: runs.map(runSummary) }
    },
    get: ({ id }) => runDetail(context, id),
    series: ({ id, points }) => {
      requireRun(workspace, id)
      return runSeries(workspace, id, points)
    },
    log: ({ id }) => {
      requireRun(workspace, id)
      return readLog(runFolder(workspace, id))
    },
    update: changes => {
      const run = requireRun(workspace, changes.id)
      const updated = {
        ...run,
        name: changes.name ?? run.name,
        notes: changes.notes ?? run.notes,
        tags: changes.tags ? [...new Set(changes.tags)] : run.tags,
      }
      saveRun(db, updated)
      return runSummary(updated)
    },
    remove: ({ id }) => {
      const found = findRun(db, id)
      if (!found || found.removedAt !== null) return { removed: false }
      if (liveStatuses.some(status => status === found.run.status)) {
        throw new AppError('conflict', `The run "${found.run.name}" is ${found.run.status}. Stop it first.`, { id })
      }
      // The folder goes first: were the row marked and the move to fail, the files would stay behind unseen.
      workspace.trash('runs', id)
      markRunRemoved(db, id, context.now().toISOString())
      return { removed: true }
    },
    trash: () => listRemovedRuns(db).map(({ run, removedAt }) => ({ ...runSummary(run), removedAt })),
    restore: ({ id }) => {
      const found = findRun(db, id)
      if (!found) throw new AppError('not-found', `There is no run ${id} in the trash.`, { id })
      if (found.removedAt !== null) {
        workspace.restore('runs', id)
        markRunRemoved(db, id, null)
      }
      return runSummary(found.run)
    },
    exportWeights: input => exportRunWeights(context, input),
    exportOnnx: input => exportRunOnnx(context, input),
  }
}

function runDetail({ workspace }: ServiceContext, id: string): RunDetail {
  const run = requireRun(workspace, id)
  const { data, environment, peakMemoryBytes, datasetHash, splitHash, checkpoints, parents, error } = run
  return {
    ...runSummary(run),
    config: isClassifier(run) ? null : runConfig(run),
    classifier: isClassifier(run) ? classifierConfig(run) : null,
    data,
    environment,
    peakMemoryBytes,
    datasetHash,
    splitHash,
    checkpoints,
    parents,
    error,
    previews: listPreviews(workspace.db, id).map(({ step, epoch, sample }) => ({ step, epoch, sample })),
    evaluations: listEvaluationHeads(workspace.db, id).map(({ runId: _, ...head }) => head),
  }
}
