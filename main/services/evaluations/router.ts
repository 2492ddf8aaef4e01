import { implement } from '@orpc/server'
import { type Evaluation, evaluationsContract } from '../../contract/evaluations.ts'
import { type EvaluationRecord, listEvaluationHeads } from '../../workspace/evaluations.ts'
import { addReportFile, writeReport } from '../export/evaluationReport.ts'
import type { TrainingParts } from '../training/start.ts'
import { addEvaluationImages, requireEvaluation } from './images.ts'
import { startEvaluation } from './start.ts'

export function evaluationsRouter(parts: TrainingParts) {
  const { context, datasets } = parts
  addEvaluationImages(context, datasets)
  addReportFile(context, datasets)
  const os = implement(evaluationsContract)
  return os.router({
    start: os.start.handler(({ input }) => startEvaluation(parts, input)),
    get: os.get.handler(({ input }) => present(requireEvaluation(context, input.id))),
    list: os.list.handler(({ input }) => listEvaluationHeads(context.workspace.db, input.runId)),
    report: os.report.handler(({ input }) => writeReport(context, datasets, input.id, input.folder)),
  })
}

function present({ version: _, ...evaluation }: EvaluationRecord): Evaluation {
  return evaluation
}
