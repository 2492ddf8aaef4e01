import { discriminator } from '../../../models/discriminator.ts'
import { networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { discriminatorPart, discriminatorProgram, generatorProgram } from '../compiler/adversarialSteps.ts'
import { descentRates } from '../compiler/descent.ts'
import { judgementProgram } from '../compiler/inferencePrograms.ts'
import { imagePart } from '../compiler/trainingStep.ts'
import type {
  AdversarialTrainer,
  AdversarialTrainerOptions,
  ImageBatch,
  PairBatch,
  StepResult,
} from '../devices/device.ts'
import { type StepperMaker, scalars } from '../devices/stepper.ts'
import { BATCH_SIZES, checkPair, imageFeeds, stepResult } from './imageTrainer.ts'
import { packState, tensorsOf, unpackState } from './packedState.ts'
import { predictWith, shapeOf } from './predictor.ts'

/** Trains a generator and a discriminator against each other. Each has an optimiser and a count of steps of its own. */
export async function createAdversarialTrainer(
  makeStepper: StepperMaker,
  options: AdversarialTrainerOptions,
): Promise<AdversarialTrainer> {
  const { network, averageDecay, threads, state } = options
  if (state.rival === undefined) {
    throw new AppError('bad-input', 'The state of this training lacks the discriminator.', {})
  }
  // Whatever the generator's optimiser is, the discriminator's is Adam, and it is not averaged.
  const rivalDescent = { adam: options.adam, ...(options.clipNorm !== undefined && { clipNorm: options.clipNorm }) }
  const own = imagePart(network)
  const rival = discriminatorPart(options.discriminator)
  const ownNames = namesOf(networkOf(network).parameters(network))
  const rivalNames = namesOf(discriminator.parameters(options.discriminator))
  const initial = { ...packState(own, state, averageDecay), ...packState(rival, state.rival) }
  const stepper = await makeStepper(initial, { threads, programs: 2 * BATCH_SIZES })
  const steps = { own: state.step, rival: state.rival.step }

  const predict = (lr: ImageBatch, averaged: boolean) =>
    predictWith(stepper, network, () => tensorsOf(own, stepper, ownNames, averaged), lr)

  const generatorStep = async (batch: PairBatch, rate: number) => {
    const spec = { ...options, masked: batch.mask !== undefined, ...shapeOf(batch.lr) }
    const rates = scalars(descentRates(options, steps.own + 1, rate))
    const { sr, ...answers } = await stepper.run(generatorProgram(spec), { ...imageFeeds(batch), ...rates })
    steps.own += 1
    return { generated: { ...shapeless(batch.hr), data: sr }, result: stepResult(answers) }
  }
  const discriminatorStep = async ({ hr, mask }: PairBatch, generated: ImageBatch, rate: number) => {
    const spec = {
      ...rivalDescent,
      discriminator: options.discriminator,
      form: options.adversarial.form,
      masked: mask !== undefined,
      ...shapeOf(hr),
    }
    const rates = scalars(descentRates(rivalDescent, steps.rival + 1, rate))
    const images = { hr: hr.data, generated: generated.data, ...(mask && { mask: mask.data }) }
    const answers = await stepper.run(discriminatorProgram(spec), { ...images, ...rates })
    steps.rival += 1
    return { ...stepResult(answers), judgedRightly: answers.judgedRightly[0] }
  }

  return {
    async step(batch, rates) {
      checkPair(batch, networkOf(network).magnification(network))
      const made = rates.generator === null ? undefined : await generatorStep(batch, rates.generator)
      if (rates.discriminator === null) return made?.result ?? nothingTrained
      const generated = made?.generated ?? (await predict(batch.lr, false))
      const { judgedRightly, ...judged } = await discriminatorStep(batch, generated, rates.discriminator)
      const terms = { ...made?.result.terms, discriminator: judged.loss, judgedRightly }
      return { ...(made?.result ?? judged), terms }
    },
    predict: lr => predict(lr, averageDecay !== undefined),
    async judge(images) {
      const tensors = () => tensorsOf(rival, stepper, rivalNames, false)
      const program = judgementProgram(options.discriminator, tensors, shapeOf(images))
      return (await stepper.run(program, { images: images.data })).logits
    },
    exportState: () => ({
      ...unpackState(own, stepper, ownNames, steps.own, averageDecay),
      rival: unpackState(rival, stepper, rivalNames, steps.rival),
    }),
    plan: stepper.plan,
    dispose: () => stepper.dispose(),
  }
}

const nothingTrained: StepResult = { loss: 0, gradientNorm: 0 }

const namesOf = (specs: readonly { readonly name: string }[]): string[] => specs.map(({ name }) => name)

const shapeless = ({ count, height, width }: ImageBatch) => ({ count, height, width })
