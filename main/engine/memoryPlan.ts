import { defaultAdam } from '../../models/optimisers.ts'
import { networkOf, parseNetwork } from '../../models/registry.ts'
import { findBlockSize } from './compiler/blockSize.ts'
import { type Compiled, compileInference, compileProgram, compileTrainingStep } from './compiler/compile.ts'
import { sizeOf } from './compiler/graph.ts'
import { heldBytes } from './compiler/liveMemory.ts'
import { accumulationProgram, summedDescentProgram } from './compiler/microBatchPrograms.ts'
import { packsOf } from './compiler/parameterPack.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import type { PlanMemoryJob } from './port.ts'
import { measurable } from './standIns.ts'
import { isExactInParts, partSizes } from './trainers/microBatches.ts'

const MEBIBYTE = 2 ** 20
/** An engine with the runtime and the compiler loaded and no step compiled: two JavaScript heaps and the libraries. */
const BASELINE_BYTES = 168 * MEBIBYTE
/** Weights and both moments, as a step reads them, as it writes them, and packed for the network in evaluation mode. */
const COPIES_OF_STATE = 8
/** Results of past steps wait until JavaScript's collector has seen so many bytes of them, in copies of weights and moments. */
const UNCOLLECTED_BYTES = 64 * MEBIBYTE
const UNCOLLECTED_STEPS = 12
/** The sum of a batch's gradients, as a part of it reads and writes it. */
const COPIES_OF_GRADIENT = 2

/** Batch norm needs two images. */
const LEAST_BATCH = 2

/** Sends the event `planned`: what the job's training would take at its peak, and the largest batch within its limit. */
export async function planMemory(job: PlanMemoryJob, host: JobHost): Promise<void> {
  const { batchSize, microBatch, limitBytes } = job
  const peak = await planner(job)
  const planned = peak(batchSize, microBatch)
  const fits = planned <= limitBytes
  const largestBatch = fits ? batchSize : largestWithin(LEAST_BATCH, batchSize, images => peak(images) <= limitBytes)
  const parts = fits || microBatch !== undefined ? null : partsWithin(job, peak)
  host.emit({ type: 'planned', peakMemoryBytes: planned, largestBatch, parts })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}

/** Peak memory of a training by the size of its batch and of the parts that it goes through the network in. */
type Planner = (batchSize: number, microBatch?: number) => number

/** For the processor, computed from the compiled steps; nothing is run. */
export async function planner(job: PlanMemoryJob): Promise<Planner> {
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

  const held = ({ model }: Compiled) => heldBytes(model)
  const spec = (batch: number) => ({ network, ...compared, adam: defaultAdam, clipNorm, batch, height, width })
  const step = remembered((batch: number) => held(compileTrainingStep(spec(batch), { block })))
  const part = remembered((batch: number) => held(compileProgram(accumulationProgram(spec(batch)), { block })))
  const inference = remembered((batch: number) =>
    held(compileInference(network, tensors, { batch, height, width }, { block: 0 })),
  )
  // The same for parts of any size.
  const descent = remembered(() => held(compileProgram(summedDescentProgram(spec(1)), { block })))
  const own = BASELINE_BYTES + COPIES_OF_STATE * state + uncollected
  return (batchSize, microBatch) => {
    // The last, smaller batch of an epoch has a graph of its own, kept beside the first.
    const batches = [batchSize, images === undefined ? 0 : images % batchSize].filter(size => size > 0)
    if (microBatch === undefined) return own + sum(batches.map(step)) + inference(batchSize)
    const sizes = new Set(batches.flatMap(size => partSizes(network, size, microBatch)))
    return own + COPIES_OF_GRADIENT * state + sum([...sizes].map(part)) + descent(0) + inference(microBatch)
  }
}

/** Compiling takes its time, and a search asks for the same size again. */
function remembered(bytes: (batch: number) => number): (batch: number) => number {
  const known = new Map<number, number>()
  return batch => {
    const found = known.get(batch) ?? bytes(batch)
    known.set(batch, found)
    return found
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** By halving: a larger one takes more, but for the last batch of an epoch, whose size jumps. */
function largestWithin(least: number, tooLarge: number, isWithin: (size: number) => boolean): number | null {
  let fits = least - 1
  while (tooLarge - fits > 1) {
    const middle = Math.floor((fits + tooLarge) / 2)
    if (isWithin(middle)) fits = middle
    else tooLarge = middle
  }
  return fits < least ? null : fits
}

function partsWithin({ batchSize, limitBytes, loss, masked = false, ...job }: PlanMemoryJob, peak: Planner) {
  const network = parseNetwork(job.network)
  const isExact = isExactInParts(network, loss, masked)
  const least = isExact ? 1 : LEAST_BATCH
  const images = largestWithin(least, batchSize, size => peak(batchSize, size) <= limitBytes)
  return images === null ? null : { images, peakMemoryBytes: peak(batchSize, images), isExact }
}
