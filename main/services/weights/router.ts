import { implement } from '@orpc/server'
import { weightsContract } from '../../contract/weights.ts'
import { runSummary } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { importWeights } from './import.ts'
import { inspectWeights } from './inspect.ts'
import { addPretrained, listPretrained } from './pretrained.ts'

export function weightsRouter(parts: TrainingParts) {
  const os = implement(weightsContract)
  return os.router({
    inspect: os.inspect.handler(({ input }) => inspectWeights(parts.context, input.source)),
    import: os.import.handler(async ({ input }) => runSummary(await importWeights(parts, input))),
    pretrained: os.pretrained.handler(() => listPretrained(parts.context)),
    addPretrained: os.addPretrained.handler(async ({ input }) => runSummary(await addPretrained(parts, input.id))),
  })
}
