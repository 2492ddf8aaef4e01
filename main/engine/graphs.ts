import { defaultAdam } from '../../models/optimisers.ts'
import { parseNetwork } from '../../models/registry.ts'
import { AppError } from '../domain/errors.ts'
import { writeFileAtomic } from '../formats/atomicFile.ts'
import { type Compiled, compileInference, compileTrainingStep } from './compiler/compile.ts'
import { printGraph } from './compiler/graph.ts'
import { countActivationTransposes, countOps } from './compiler/onnxModel.ts'
import { passNames } from './compiler/passes.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import type { GraphJob } from './port.ts'
import { initialState } from './training/initialState.ts'

/** More pixels in a batch than any machine trains on; the graph would be refused only after minutes. */
const MOST_PIXELS = 1 << 28

/** Compiles a step, writes its ONNX model where that is asked for, and sends the event `graph`. */
export async function printSteps(job: GraphJob, host: JobHost): Promise<void> {
  const { recorded, graph, model, encode } = compileJob(job)
  if (job.onnx !== undefined) await writeFileAtomic(job.onnx, encode({ version: '', text: '', properties: {} }))
  host.emit({
    type: 'graph',
    before: printGraph(recorded),
    after: printGraph(graph),
    operators: countOps(model),
    activationTransposes: countActivationTransposes(model, job.batch, job.height * job.width),
  })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}

function compileJob(job: GraphJob): Compiled {
  const { batch, height, width, block } = job
  const pixels = batch * height * width
  if (!(pixels >= 1 && pixels <= MOST_PIXELS)) {
    const message = `A batch of ${batch} images of ${height} x ${width} pixels has no pixels, or too many.`
    throw new AppError('bad-input', message, { pixels, limit: MOST_PIXELS })
  }
  const network = parseNetwork(job.network)
  const options = { block, keepBlocks: job.keepBlocks, without: job.without.map(passName) }
  if (job.step === 'inference') {
    return compileInference(network, initialState(network, 1).tensors, { batch, height, width }, options)
  }
  return compileTrainingStep({ network, loss: 'mse', adam: defaultAdam, batch, height, width }, options)
}

function passName(name: string) {
  const found = passNames.find(pass => pass === name)
  if (found !== undefined) return found
  throw new AppError('bad-input', `There is no pass '${name}'. Passes: ${passNames.join(', ')}.`, { name })
}
