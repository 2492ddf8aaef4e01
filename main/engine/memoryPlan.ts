import { classifierOf, parseClassifier } from '../../models/classifiers.ts'
import { discriminator } from '../../models/discriminator.ts'
import type { ParameterSpec } from '../../models/network.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { networkOf, parseNetwork } from '../../models/registry.ts'
import type { MeasuredRival } from './adversarialPort.ts'
import { discriminatorProgram, generatorProgram } from './compiler/adversarialSteps.ts'
import { findBlockSize } from './compiler/blockSize.ts'
import { classifierProgram } from './compiler/classifierStep.ts'
import { type Compiled, compileInference, compileProgram, compileTrainingStep } from './compiler/compile.ts'
import { sizeOf } from './compiler/graph.ts'
import { classificationProgram, judgementProgram } from './compiler/inferencePrograms.ts'
import { heldBytes } from './compiler/liveMemory.ts'
import { accumulationProgram, summedDescentProgram } from './compiler/microBatchPrograms.ts'
import { packsOf } from './compiler/parameterPack.ts'
import type { NamedTensor } from './devices/device.ts'
import { type JobHost, peakMemoryBytes } from './host.ts'
import type { EngineEvent, PlanClassifierMemoryJob, PlanMemoryJob } from './port.ts'
import { measurable } from './standIns.ts'
import { isExactInParts, partSizes } from './trainers/microBatches.ts'
import { parseDiscriminator } from './training/parseDiscriminator.ts'

const MEBIBYTE = 2 ** 20
/** An engine with the runtime and the compiler loaded and no step compiled: two JavaScript heaps and the libraries. */
const BASELINE_BYTES = 168 * MEBIBYTE
/**
 * Weights and both moments, as a step reads them and as it writes them; and the weights as constants of the network in evaluation
 * mode: read, checked, recorded, written into its file, and read and packed by the runtime.
 */
const COPIES_OF_STATE = 16
/** The moving average, as a step reads it and as it writes it. */
const COPIES_OF_AVERAGE = 2
/** Results of past steps wait until JavaScript's collector has seen so many bytes of them, in copies of weights and moments. */
const UNCOLLECTED_BYTES = 64 * MEBIBYTE
const UNCOLLECTED_STEPS = 12
/** The sum of a batch's gradients, as a part of it reads and writes it. */
const COPIES_OF_GRADIENT = 2

/** Batch norm needs two images. */
const LEAST_BATCH = 2

/** Sends the event `planned`: what the job's training would take at its peak, and the largest batch within its limit. */
export async function planMemory(job: PlanMemoryJob, host: JobHost): Promise<void> {
  const { batchSize, microBatch, limitBytes, rival } = job
  const peak = rival === undefined ? await planner(job) : await adversarialPlanner(job, rival)
  const planned = peak(batchSize, microBatch)
  const parts = planned <= limitBytes || microBatch !== undefined || rival !== undefined ? null : partsWithin(job, peak)
  tell(job, planned, peak, parts, host)
}

/** The same of a classifier's training. */
export async function planClassifierMemory(job: PlanClassifierMemoryJob, host: JobHost): Promise<void> {
  const peak = await classifierPlanner(job)
  tell(job, peak(job.batchSize), peak, null, host)
}

function tell(
  { batchSize, limitBytes }: { readonly batchSize: number; readonly limitBytes: number },
  planned: number,
  peak: Planner,
  parts: Extract<EngineEvent, { type: 'planned' }>['parts'],
  host: JobHost,
): void {
  const fits = planned <= limitBytes
  const largestBatch = fits ? batchSize : largestWithin(LEAST_BATCH, batchSize, images => peak(images) <= limitBytes)
  host.emit({ type: 'planned', peakMemoryBytes: planned, largestBatch, parts })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}

/** Peak memory of a training by the size of its batch and of the parts that it goes through the network in. */
type Planner = (batchSize: number, microBatch?: number) => number

const held = ({ model }: Compiled): number => heldBytes(model)

/** Their sizes count, not their values. */
const emptyTensors = (parameters: readonly ParameterSpec[]): NamedTensor[] =>
  parameters.map(({ name, shape }) => ({ name, shape, data: new Float32Array(sizeOf(shape)) }))

/** What an engine holds whatever its batch: itself, and `weights` numbers with their moments, and their average where one is kept. */
function ownBytes(weights: number, averageDecay?: number): number {
  const state = 4 * weights
  const copies = COPIES_OF_STATE + (averageDecay === undefined ? 0 : COPIES_OF_AVERAGE)
  return BASELINE_BYTES + copies * state + Math.min(UNCOLLECTED_BYTES, 3 * UNCOLLECTED_STEPS * state)
}

/** The full batch, and the last, smaller one of an epoch, which has a graph of its own that is kept beside the first. */
const batchesOf = (batchSize: number, images: number | undefined): number[] =>
  [batchSize, images === undefined ? 0 : images % batchSize].filter(size => size > 0)

/** For the processor, computed from the compiled steps; nothing is run. */
export async function planner(job: PlanMemoryJob): Promise<Planner> {
  const network = parseNetwork(job.network)
  const { lrHeight: height, lrWidth: width, images, clipNorm } = job
  const compared = measurable(job.loss)
  const block = await findBlockSize()
  const parameters = networkOf(network).parameters(network)
  const { weights } = packsOf(parameters)
  const tensors = emptyTensors(parameters)
  const state = 4 * weights.length

  const spec = (batch: number) => ({ network, ...compared, adam: defaultAdam, clipNorm, batch, height, width })
  const step = remembered((batch: number) => held(compileTrainingStep(spec(batch), { block })))
  const part = remembered((batch: number) => held(compileProgram(accumulationProgram(spec(batch)), { block })))
  const inference = remembered((batch: number) =>
    held(compileInference(network, tensors, { batch, height, width }, { block: 0 })),
  )
  // The same for parts of any size.
  const descent = remembered(() => held(compileProgram(summedDescentProgram(spec(1)), { block })))
  const own = ownBytes(weights.length)
  return (batchSize, microBatch) => {
    const batches = batchesOf(batchSize, images)
    if (microBatch === undefined) return own + sum(batches.map(step)) + inference(batchSize)
    const sizes = new Set(batches.flatMap(size => partSizes(network, size, microBatch)))
    return own + COPIES_OF_GRADIENT * state + sum([...sizes].map(part)) + descent(0) + inference(microBatch)
  }
}

/** Of a generator and its discriminator: the step of each, and how each is validated. */
async function adversarialPlanner(job: PlanMemoryJob, rival: MeasuredRival): Promise<Planner> {
  const network = parseNetwork(job.network)
  const judge = parseDiscriminator(rival.discriminator)
  const { lrHeight, lrWidth, images, clipNorm, masked = false } = job
  const { averageDecay, form } = rival
  const lr = { height: lrHeight, width: lrWidth }
  const r = networkOf(network).magnification(network)
  const hr = { height: lrHeight * r, width: lrWidth * r }
  const block = await findBlockSize()
  const parameters = networkOf(network).parameters(network)
  const rivalParameters = discriminator.parameters(judge)
  const [tensors, rivalTensors] = [emptyTensors(parameters), emptyTensors(rivalParameters)]

  const descent = { adam: defaultAdam, clipNorm, masked }
  const against = { discriminator: judge, adversarial: { form, weight: 1 }, averageDecay }
  const compared = measurable(job.loss)
  const step = remembered(batch => {
    const generator = generatorProgram({ network, ...compared, ...descent, ...against, batch, ...lr })
    const other = discriminatorProgram({ ...descent, discriminator: judge, form, batch, ...hr })
    return held(compileProgram(generator, { block })) + held(compileProgram(other, { block }))
  })
  const validated = remembered(batch => {
    const judged = judgementProgram(judge, () => rivalTensors, { batch, ...hr })
    const made = compileInference(network, tensors, { batch, ...lr }, { block: 0 })
    return held(made) + held(compileProgram(judged, { block: 0 }))
  })
  const own = ownBytes(packsOf(parameters).weights.length + packsOf(rivalParameters).weights.length, averageDecay)
  return batchSize => own + sum(batchesOf(batchSize, images).map(step)) + validated(batchSize)
}

async function classifierPlanner(job: PlanClassifierMemoryJob): Promise<Planner> {
  const classifier = parseClassifier(job.classifier)
  const { height, width, images, clipNorm, averageDecay } = job
  const block = await findBlockSize()
  const parameters = classifierOf(classifier).parameters(classifier)
  const tensors = emptyTensors(parameters)
  const step = remembered(batch => {
    const spec = { classifier, adam: defaultAdam, clipNorm, averageDecay, batch, height, width }
    return held(compileProgram(classifierProgram(spec), { block }))
  })
  const validated = remembered(batch =>
    held(
      compileProgram(
        classificationProgram(classifier, () => tensors, { batch, height, width }),
        { block: 0 },
      ),
    ),
  )
  const own = ownBytes(packsOf(parameters).weights.length, averageDecay)
  return batchSize => own + sum(batchesOf(batchSize, images).map(step)) + validated(batchSize)
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
