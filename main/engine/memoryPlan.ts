import { defaultAdam } from '../../models/optimisers.ts'
import { networkOf, parseNetwork } from '../../models/registry.ts'
import { findBlockSize } from './compiler/blockSize.ts'
import { type Compiled, compileInference, compileTrainingStep } from './compiler/compile.ts'
import { sizeOf } from './compiler/graph.ts'
import { peakLiveBytes } from './compiler/liveMemory.ts'
import { packsOf } from './compiler/parameterPack.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import type { PlanMemoryJob } from './port.ts'
import { measurable } from './standIns.ts'

const MEBIBYTE = 2 ** 20
/** An engine with the runtime and the compiler loaded and no step compiled: two JavaScript heaps and the libraries. */
const BASELINE_BYTES = 168 * MEBIBYTE
/** Of the compiler and of the runtime's own copy of the graph. */
const BYTES_A_NODE = 10 * 1024
/** Pieces of the runtime's arena that nothing fits into, and what an operator takes for itself. */
const ARENA_SLACK = 1.2
/** Weights and both moments, as a step reads them, as it writes them, and packed for the network in evaluation mode. */
const COPIES_OF_STATE = 8
/** Results of past steps wait until JavaScript's collector has seen so many bytes of them, in copies of weights and moments. */
const UNCOLLECTED_BYTES = 64 * MEBIBYTE
const UNCOLLECTED_STEPS = 12

/** Batch norm needs two images. */
const LEAST_BATCH = 2

/** Sends the event `planned`: what the job's training would take at its peak, and the largest batch within its limit. */
export async function planMemory(job: PlanMemoryJob, host: JobHost): Promise<void> {
  const peak = await planner(job)
  const planned = peak(job.batchSize)
  const largest = planned <= job.limitBytes ? job.batchSize : largestWithin(job, peak)
  host.emit({ type: 'planned', peakMemoryBytes: planned, largestBatch: largest })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}

/** The peak of a training on the processor by the size of its batch, computed from the compiled steps; nothing is run. */
export async function planner(job: PlanMemoryJob): Promise<(batchSize: number) => number> {
  const network = parseNetwork(job.network)
  const { lrHeight: height, lrWidth: width, images, clipNorm } = job
  const compared = measurable(job.loss)
  const block = await findBlockSize()
  const parameters = networkOf(network).parameters(network)
  const { weights } = packsOf(parameters)
  // Their sizes count, not their values.
  const tensors = parameters.map(({ name, shape }) => ({ name, shape, data: new Float32Array(sizeOf(shape)) }))
  const state = 4 * weights.length
  const uncollected = Math.min(UNCOLLECTED_BYTES, 3 * UNCOLLECTED_STEPS * state)

  const held = ({ model }: Compiled) => BYTES_A_NODE * model.nodes.length + ARENA_SLACK * peakLiveBytes(model)
  const step = (batch: number) =>
    held(compileTrainingStep({ network, ...compared, adam: defaultAdam, clipNorm, batch, height, width }, { block }))
  const inference = (batch: number) => held(compileInference(network, tensors, { batch, height, width }, { block: 0 }))
  return batchSize => {
    const rest = images === undefined ? 0 : images % batchSize
    // The last, smaller batch of an epoch has a graph of its own, kept beside the first.
    const steps = step(batchSize) + (rest === 0 ? 0 : step(rest))
    return BASELINE_BYTES + COPIES_OF_STATE * state + uncollected + steps + inference(batchSize)
  }
}

/** By halving: a larger batch takes more, but for the last batch of an epoch, whose size jumps. */
function largestWithin({ batchSize, limitBytes }: PlanMemoryJob, peak: (batchSize: number) => number): number | null {
  let fits = LEAST_BATCH - 1
  let tooLarge = batchSize
  while (tooLarge - fits > 1) {
    const middle = Math.floor((fits + tooLarge) / 2)
    if (peak(middle) <= limitBytes) fits = middle
    else tooLarge = middle
  }
  return fits < LEAST_BATCH ? null : fits
}
