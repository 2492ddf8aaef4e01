import { implement } from '@orpc/server'
import { comparisonContract } from '../../contract/comparison.ts'
import { LOSS_TERM_CURVES } from '../../domain/lossTermNames.ts'
import { recordedTerms } from '../../workspace/runCurves.ts'
import type { ServiceContext } from '../context.ts'
import { requireRun } from '../runs/present.ts'
import type { RunIndex } from '../runTable/runIndex.ts'
import { runCurve } from './curves.ts'
import { runDifferences } from './differences.ts'
import { compareScores } from './scores.ts'

export function comparisonRouter({ workspace }: ServiceContext, index: RunIndex) {
  const os = implement(comparisonContract)
  const records = (ids: readonly string[]) => ids.map(id => requireRun(workspace, id))
  const indexed = (ids: readonly string[]) => {
    records(ids.filter(id => index.get(id) === undefined))
    return ids.flatMap(id => index.get(id) ?? [])
  }
  return os.router({
    differences: os.differences.handler(({ input }) => runDifferences(records(input.ids))),
    curves: os.curves.handler(({ input }) => indexed(input.ids).map(run => runCurve(workspace, run, input))),
    lossTerms: os.lossTerms.handler(({ input }) => {
      const recorded = new Set(records(input.ids).flatMap(({ id }) => recordedTerms(workspace.db, id)))
      return LOSS_TERM_CURVES.filter(name => recorded.has(name))
    }),
    scores: os.scores.handler(({ input }) => compareScores(workspace, records(input.ids), input.side, input.metric)),
  })
}
