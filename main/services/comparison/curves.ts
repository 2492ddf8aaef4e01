import type { CurveAxis, RunCurve } from '../../contract/comparison.ts'
import { lttbIndices } from '../../domain/lttb.ts'
import { type CurveName, readCurve, type StoredCurve } from '../../workspace/runCurves.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { IndexedRun } from '../runTable/runIndex.ts'

export interface CurveRequest {
  readonly curve: CurveName
  readonly axis: CurveAxis
  readonly points: number
}

/** A run's curve over an axis, at most so many points of it. Points that have no place on the axis are left out. */
export function runCurve({ db }: Workspace, { run, values }: IndexedRun, request: CurveRequest): RunCurve {
  const stored = readCurve(db, run.id, request.curve)
  const batch = values.get('settings.batchSize')
  const x = axisOf(stored, request.axis, typeof batch === 'number' ? batch : 1)
  const placed = [...x.keys()].filter(i => Number.isFinite(x[i]))
  const [placedX, placedY] = [placed.map(i => x[i]), placed.map(i => stored.y[i])]
  const kept = lttbIndices(placedX, placedY, request.points)
  return {
    runId: run.id,
    x: kept.map(i => placedX[i]),
    y: kept.map(i => placedY[i]),
    points: placed.length,
    setup: String(values.get('setup')),
  }
}

function axisOf({ step, epoch, seconds }: StoredCurve, axis: CurveAxis, imagesPerStep: number): Float64Array {
  if (axis === 'images') return step.map(value => value * imagesPerStep)
  return axis === 'epoch' ? fractionOfEpochs(epoch) : { step, seconds }[axis]
}

/** Points of one epoch spread over it; a single one, a validation, stands at its end. */
function fractionOfEpochs(epoch: Float64Array): Float64Array {
  const spread = new Float64Array(epoch.length)
  for (let from = 0; from < epoch.length; ) {
    let to = from + 1
    while (to < epoch.length && epoch[to] === epoch[from]) to++
    for (let i = from; i < to; i++) spread[i] = epoch[from] - 1 + (i + 1 - from) / (to - from)
    from = to
  }
  return spread
}
