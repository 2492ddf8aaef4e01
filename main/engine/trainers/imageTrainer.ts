import { networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { descentRates } from '../compiler/descent.ts'
import { imagePart, TERM, trainingProgram } from '../compiler/trainingStep.ts'
import type { ImageBatch, PairBatch, StepResult, Trainer, TrainerOptions } from '../devices/device.ts'
import { type StepperMaker, scalars } from '../devices/stepper.ts'
import { gradientState, MICRO_PROGRAMS, stepInParts } from './microBatches.ts'
import { packState, tensorsOf, unpackState } from './packedState.ts'
import { predictWith } from './predictor.ts'

/** The full batch, and the smaller last one of an epoch: padding would change batch norm's statistics. */
export const BATCH_SIZES = 2

/** Trains a network from images to images, one program a size of batch. */
export async function createImageTrainer(makeStepper: StepperMaker, options: TrainerOptions): Promise<Trainer> {
  const { network, averageDecay, threads, microBatch } = options
  const part = imagePart(network)
  const names = networkOf(network)
    .parameters(network)
    .map(({ name }) => name)
  const initial = packState(part, options.state, averageDecay)
  const stepper =
    microBatch === undefined
      ? await makeStepper(initial, { threads, programs: BATCH_SIZES })
      : await makeStepper({ ...initial, ...gradientState(part) }, { threads, programs: MICRO_PROGRAMS })
  let steps = options.state.step
  return {
    async step(lr, hr, learningRate, mask, sigma) {
      const batch = { lr, hr, ...(mask && { mask }), ...(sigma && { sigma }) }
      checkPair(batch, networkOf(network).magnification(network))
      const { count, height, width } = lr
      const rates = scalars(descentRates(options, steps + 1, learningRate))
      const spec = { ...options, masked: mask !== undefined, batch: count, height, width }
      const answers =
        microBatch === undefined
          ? await stepper.run(trainingProgram(spec), { ...imageFeeds(batch), ...rates })
          : await stepInParts(stepper, spec, microBatch, batch, rates)
      steps += 1
      return stepResult(answers)
    },
    predict: lr => predictWith(stepper, network, () => tensorsOf(part, stepper, names, averageDecay !== undefined), lr),
    exportState: () => unpackState(part, stepper, names, steps, averageDecay),
    plan: { ...stepper.plan, ...(microBatch !== undefined && { microBatch }) },
    dispose: () => stepper.dispose(),
  }
}

export function imageFeeds({ lr, hr, mask, sigma }: PairBatch): Record<string, Float32Array> {
  return {
    lr: lr.data,
    hr: hr.data,
    ...(mask && { mask: mask.data }),
    ...(sigma && { sigma: sigma.data }),
  }
}

/** The numbers of a step's answers. */
export function stepResult(answers: Readonly<Record<string, Float32Array>>): StepResult {
  const terms = Object.entries(answers).filter(([name]) => name.startsWith(TERM))
  return {
    loss: answers.loss[0],
    gradientNorm: answers.gradientNorm[0],
    ...(terms.length > 0 && {
      terms: Object.fromEntries(terms.map(([name, [value]]) => [name.slice(TERM.length), value])),
    }),
  }
}

/** @throws AppError 'bad-input' where sizes do not fit each other */
export function checkPair({ lr, hr, mask, sigma }: PairBatch, r: number): void {
  const size = (b: ImageBatch) => `${b.count} x ${b.height} x ${b.width}`
  const fits = (b: ImageBatch, factor: number) =>
    b.count === lr.count && b.height === lr.height * factor && b.width === lr.width * factor
  if (fits(hr, r) && (!mask || fits(mask, r)) && (!sigma || fits(sigma, 1))) return
  const message = `The network magnifies ${r} times, but a batch has LR ${size(lr)} and HR ${size(hr)}.`
  throw new AppError('bad-input', message, { lr: size(lr), hr: size(hr), magnification: r })
}
