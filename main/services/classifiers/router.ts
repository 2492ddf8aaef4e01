import { implement } from '@orpc/server'
import { classifiersContract } from '../../contract/classifiers.ts'
import { AppError } from '../../domain/errors.ts'
import { classEvaluations, judgements, listClassValidations } from '../../workspace/classifiers.ts'
import { requireRun } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { estimateClassifier } from './estimate.ts'
import { startClassEvaluation } from './evaluate.ts'
import { startJudgement } from './judge.ts'
import { resolveClassifierRequest, startClassifier } from './start.ts'

export function classifiersRouter(parts: TrainingParts) {
  const { workspace } = parts.context
  const { db } = workspace
  const os = implement(classifiersContract)
  return os.router({
    resolve: os.resolve.handler(({ input }) => resolveClassifierRequest(parts, input)),
    estimate: os.estimate.handler(({ input }) => estimateClassifier(parts, input)),
    start: os.start.handler(({ input }) => startClassifier(parts, input)),
    validations: os.validations.handler(({ input }) => {
      const all = listClassValidations(db, requireRun(workspace, input.runId).id)
      return {
        step: all.map(v => v.step),
        epoch: all.map(v => v.epoch),
        crossEntropy: all.map(v => v.crossEntropy),
        accuracy: all.map(v => v.accuracy),
        auc: all.map(v => v.auc),
      }
    }),
    evaluate: os.evaluate.handler(({ input }) => startClassEvaluation(parts, input)),
    evaluation: os.evaluation.handler(({ input }) =>
      found(classEvaluations.find(db, input.id), 'evaluation', input.id),
    ),
    evaluations: os.evaluations.handler(({ input }) =>
      classEvaluations.list(db, input.runId).map(({ id, side, checkpoint, heldOut, createdAt }) => ({
        ...{ id, side, checkpoint, heldOut, createdAt },
      })),
    ),
    judge: os.judge.handler(({ input }) => startJudgement(parts, input)),
    judgement: os.judgement.handler(({ input }) => found(judgements.find(db, input.id), 'judgement', input.id)),
    judgements: os.judgements.handler(({ input }) => judgements.list(db, input.runId).map(withoutVersion)),
  })
}

function found<R extends { readonly version: 1 }>(record: R | undefined, what: string, id: string): Omit<R, 'version'> {
  if (record) return withoutVersion(record)
  throw new AppError('not-found', `There is no ${what} ${id}. It may belong to another workspace.`, { id })
}

const withoutVersion = <R extends { readonly version: 1 }>({ version: _, ...record }: R): Omit<R, 'version'> => record
