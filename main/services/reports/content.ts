import type { DatasetDetail } from '../../contract/datasets.ts'
import type { RunConfig, RunSeries } from '../../contract/runs.ts'
import { AppError } from '../../domain/errors.ts'
import type { EvaluationRecord } from '../../workspace/evaluations.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { requireRun, runConfig } from '../runs/present.ts'
import { runSeries } from '../runs/series.ts'
import { heldOutEvaluation } from '../tables/runTables.ts'
import type { DatasetAccess } from '../training/datasetAccess.ts'
import { type GalleryImage, gallery } from './gallery.ts'

/** A run with all that a report tells of it; nothing is looked up later. */
export interface ReportedRun {
  readonly run: RunRecord
  readonly config: RunConfig
  readonly series: RunSeries
  /** The latest on images that were held out. */
  readonly evaluation: EvaluationRecord | null
  /** Null where it is in this workspace no more. */
  readonly dataset: DatasetDetail | null
  readonly images: readonly GalleryImage[]
}

export interface ReportContent {
  readonly runs: readonly ReportedRun[]
  readonly version: string
  readonly createdAt: string
}

const CURVE_POINTS = 500

/** Errors: `not-found`, `conflict` (a run in the trash). */
export async function reportContent(
  context: ServiceContext,
  datasets: DatasetAccess,
  ids: readonly string[],
): Promise<ReportContent> {
  const runs: ReportedRun[] = []
  for (const id of ids) {
    const run = requireRun(context.workspace, id)
    const evaluation = heldOutEvaluation(context.workspace, run) ?? null
    runs.push({
      run,
      config: runConfig(run),
      series: runSeries(context.workspace, id, CURVE_POINTS),
      evaluation,
      dataset: run.datasetId === null ? null : detailOrNull(datasets, run.datasetId),
      images: evaluation ? await gallery(context, datasets, evaluation) : [],
    })
  }
  return { runs, version: context.version, createdAt: context.now().toISOString() }
}

function detailOrNull(datasets: DatasetAccess, id: string): DatasetDetail | null {
  try {
    return datasets.detail(id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
