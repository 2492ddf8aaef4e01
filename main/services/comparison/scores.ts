import type { SplitSide } from '../../contract/common.ts'
import type { PairedScores, ScoreMetric } from '../../contract/comparison.ts'
import { comparePairs } from '../../domain/pairedStats.ts'
import { findStoredEvaluation, listEvaluationHeads, type StoredEvaluation } from '../../workspace/evaluations.ts'
import { type ImageScore, listImageScores } from '../../workspace/imageScores.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'

const METHOD = 'network'

export interface ScoreComparison {
  readonly evaluationId: string | null
  readonly datasetId: string | null
  readonly problem: string | null
  readonly others: PairedScores[]
}

/** Every run against the first one, image by image, by the newest evaluation that each has of the side. */
export function compareScores(
  { db }: Workspace,
  [first, ...others]: readonly RunRecord[],
  side: SplitSide,
  metric: ScoreMetric,
): ScoreComparison {
  const base = newestOf(db, first, side)
  if (base === null) {
    const problem = `"${first.name}" was not evaluated on the ${side} side. Evaluate it first.`
    return { evaluationId: null, datasetId: null, problem, others: [] }
  }
  const scores = scoresOf(db, base, metric)
  return {
    evaluationId: base.id,
    datasetId: base.datasetId,
    problem: null,
    others: others.map(run => {
      const evaluation = newestOf(db, run, side, base.datasetId)
      if (evaluation === null) return withoutScores(run, side, first)
      return paired(run, base, scores, evaluation, scoresOf(db, evaluation, metric))
    }),
  }
}

function newestOf(db: Workspace['db'], run: RunRecord, side: SplitSide, datasetId?: string): StoredEvaluation | null {
  const head = listEvaluationHeads(db, run.id).find(
    one => one.side === side && (datasetId === undefined || one.datasetId === datasetId),
  )
  return (head && findStoredEvaluation(db, head.id)) ?? null
}

const scoresOf = (db: Workspace['db'], { id }: StoredEvaluation, metric: ScoreMetric) =>
  new Map(listImageScores(db, id, METHOD).map(score => [score.sample, { name: score.name, score: score[metric] }]))

type Scores = ReadonlyMap<number, { readonly name: string; readonly score: ImageScore[ScoreMetric] }>

function withoutScores(run: RunRecord, side: SplitSide, first: RunRecord): PairedScores {
  return {
    runId: run.id,
    evaluationId: null,
    problem: `"${run.name}" was not evaluated on the ${side} side of the dataset that "${first.name}" was scored on.`,
    warnings: [],
    images: [],
    difference: null,
  }
}

function paired(
  run: RunRecord,
  base: StoredEvaluation,
  scores: Scores,
  evaluation: StoredEvaluation,
  own: Scores,
): PairedScores {
  const images = [...scores].flatMap(([sample, { name, score: a }]) => {
    const b = own.get(sample)?.score ?? null
    return a === null || b === null || !Number.isFinite(a - b) ? [] : [{ sample, name, a, b }]
  })
  return {
    runId: run.id,
    evaluationId: evaluation.id,
    problem: images.length === 0 ? 'The two have no scored image in common: their splits differ.' : null,
    warnings: warningsOf(base, evaluation, images.length),
    images,
    difference: comparePairs(
      images.map(({ a }) => a),
      images.map(({ b }) => b),
    ),
  }
}

function warningsOf(base: StoredEvaluation, other: StoredEvaluation, common: number): string[] {
  const warnings: string[] = []
  if (base.peak !== other.peak) {
    warnings.push(`PSNR and SSIM have other peaks (${base.peak} and ${other.peak}) and do not compare.`)
  }
  if (!base.heldOut || !other.heldOut) warnings.push('Images that were trained on: these scores are no results.')
  const most = Math.max(base.samples.length, other.samples.length)
  if (common < most) warnings.push(`${common} of ${most} images were scored in both.`)
  return warnings
}
