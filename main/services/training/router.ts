import { implement } from '@orpc/server'
import { trainingContract } from '../../contract/training.ts'
import { continueRun, repeatRun } from './anyRun.ts'
import { estimateTraining } from './estimate.ts'
import { resolveRequest, startTraining, type TrainingParts } from './start.ts'
import { interruptDeadRuns } from './supervise.ts'

export function trainingRouter(parts: TrainingParts) {
  interruptDeadRuns(parts.context)
  const os = implement(trainingContract)
  return os.router({
    resolve: os.resolve.handler(({ input }) => resolveRequest(parts, input)),
    estimate: os.estimate.handler(({ input }) => estimateTraining(parts, input)),
    start: os.start.handler(({ input }) => startTraining(parts, input)),
    again: os.again.handler(({ input }) => repeatRun(parts, input.runId, input.ignoreMemory)),
    continue: os.continue.handler(({ input }) => continueRun(parts, input.runId, input.ignoreMemory)),
  })
}
